import { expect, test } from "vitest";
import { makeBaseCandidates } from "../../../src/git/base-candidates.ts";

const NOTHING = { given: null, baseRef: null, ref: null, remotes: ["origin"] };
const revisions = (question: Partial<typeof NOTHING | Record<"given" | "baseRef" | "ref", string>>) =>
  makeBaseCandidates({ ...NOTHING, ...question }).map(({ revision }) => revision);

test("a base that is named is the remote's branch, else whatever git knows by that name", () => {
  expect(revisions({ given: "release/2", baseRef: "main" })).toEqual([
    "refs/remotes/origin/release/2",
    "release/2",
  ]);
});

test("in a pull request it is its base branch, at last the first parent of GitHub's merge", () => {
  expect(revisions({ baseRef: "main", ref: "refs/pull/7/merge" })).toEqual([
    "refs/remotes/origin/main",
    "refs/heads/main",
    "HEAD^1",
  ]);
  expect(revisions({ baseRef: "main", ref: "refs/pull/7/head" })).not.toContain("HEAD^1");
});

test("elsewhere it is the remote's default branch, of the only remote too", () => {
  expect(revisions({})[0]).toBe("refs/remotes/origin/HEAD");
  expect(makeBaseCandidates({ ...NOTHING, remotes: ["upstream"] })[0]).toMatchObject({
    name: "upstream/HEAD",
  });
  expect(makeBaseCandidates({ ...NOTHING, remotes: [] })).toEqual([]);
});
