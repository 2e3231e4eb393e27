import { expect, test } from "vitest";
import { type CommentRequest, writeComment } from "../../../src/github/write-comment.ts";
import { freePort } from "../../support/free-port.ts";
import { type GithubServer, otherComment, startGithubServer } from "../../support/github-server.ts";

const MARKER = "<!-- ours -->";

function write(github: GithubServer, body: string, changes: Partial<CommentRequest> = {}) {
  return writeComment({
    pullRequest: { owner: "o", repo: "r", number: 7 },
    token: "secret-token",
    apiUrl: github.url,
    marker: MARKER,
    body: `${MARKER}\n${body}`,
    write: "create-or-update",
    timeoutMs: 5_000,
    ...changes,
  });
}

test("the first run makes a comment, the next one changes it, and one that says the same leaves it", async () => {
  const github = await startGithubServer();
  expect(await write(github, "first")).toMatchObject({
    kind: "created",
    url: expect.stringContaining("#issuecomment-"),
  });
  expect(github.authorization).toBe("token secret-token");
  expect(await write(github, "second")).toMatchObject({ kind: "updated" });
  expect(github.comments.map(({ body }) => body)).toEqual([`${MARKER}\nsecond`]);
  expect(await write(github, "second")).toMatchObject({ kind: "unchanged" });
  expect(github.requests.filter((request) => !request.startsWith("GET"))).toHaveLength(2);
});

test("it is found again behind hundreds of others", async () => {
  const github = await startGithubServer();
  for (let id = 1; id <= 250; id++) github.comments.push(otherComment(id));
  await write(github, "first");
  expect(await write(github, "second")).toMatchObject({ kind: "updated" });
  expect(github.comments).toHaveLength(251);
  expect(github.requests.filter((request) => request.includes("page=3"))).toHaveLength(2);
});

test("another marker has its own comment, and somebody else's copy or quote is left alone", async () => {
  const github = await startGithubServer();
  const foreign = [`${MARKER}\nI copied this.`, `> ${MARKER}`, "<!-- other -->\ntheirs"];
  for (const [index, body] of foreign.entries()) github.comments.push(otherComment(index + 1, body));
  expect(await write(github, "ours")).toMatchObject({ kind: "created" });
  expect(await write(github, "ours again")).toMatchObject({ kind: "updated" });
  expect(await write(github, "x", { marker: "<!-- second -->", body: "<!-- second -->x" })).toMatchObject({
    kind: "created",
  });
  expect(github.comments.slice(0, 3).map(({ body }) => body)).toEqual(foreign);
});

test("a person's token knows its own comment, and no other person's", async () => {
  const github = await startGithubServer({ user: "deployer" });
  github.comments.push(otherComment(1, `${MARKER}\ncopied`, "someone"));
  expect(await write(github, "first")).toMatchObject({ kind: "created" });
  expect(await write(github, "second")).toMatchObject({ kind: "updated" });
  expect(github.comments.map(({ body }) => body)).toEqual([`${MARKER}\ncopied`, `${MARKER}\nsecond`]);
});

test("what is only to be updated is not made", async () => {
  const github = await startGithubServer();
  expect(await write(github, "x", { write: "update" })).toEqual({ kind: "absent" });
  expect(github.comments).toEqual([]);
});

test.each([
  [403, {}, /may not comment here \(403\).*pull-requests: write.*fork/],
  [404, {}, /may not comment here \(404\)/],
  [401, {}, /does not accept the token/],
  [403, { "x-ratelimit-remaining": "0" }, /rate limit/],
  [429, { "retry-after": "60" }, /rate limit/],
  [422, {}, /GitHub answered 422/],
])("a %i %o is told, and not asked for twice", async (status, headers, why) => {
  const github = await startGithubServer();
  github.trouble = { status, headers };
  expect(await write(github, "x")).toEqual({ kind: "failed", why: expect.stringMatching(why) });
  expect(github.requests).toHaveLength(1);
});

test("a fault of GitHub's own is tried a second time, and then told", async () => {
  const passing = await startGithubServer();
  passing.trouble = { status: 502, times: 1 };
  expect(await write(passing, "x")).toMatchObject({ kind: "created" });
  const failing = await startGithubServer();
  failing.trouble = { status: 500 };
  expect(await write(failing, "x")).toEqual({
    kind: "failed",
    why: expect.stringContaining("GitHub answered 500"),
  });
  expect(failing.requests).toHaveLength(2);
});

test("a comment that was made though GitHub failed is found by the second try", async () => {
  const github = await startGithubServer();
  await write(github, "first");
  github.trouble = { status: 500, times: 1, method: "PATCH" };
  expect(await write(github, "second")).toMatchObject({ kind: "updated" });
  expect(github.comments).toHaveLength(1);
});

test("a server that does not answer is given up on", async () => {
  const github = await startGithubServer();
  github.trouble = { delayMs: 5_000 };
  const begun = performance.now();
  expect(await write(github, "x", { timeoutMs: 200 })).toEqual({
    kind: "failed",
    why: "GitHub did not answer in time.",
  });
  expect(performance.now() - begun).toBeLessThan(4_000);
});

test("nobody there is told, and never an exception", async () => {
  const github = await startGithubServer();
  const end = await write(github, "x", { apiUrl: `http://127.0.0.1:${await freePort()}` });
  expect(end).toMatchObject({
    kind: "failed",
    why: expect.stringMatching(/could not be reached: .*ECONNREFUSED/),
  });
});
