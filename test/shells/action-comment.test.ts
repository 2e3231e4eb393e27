import { join } from "node:path";
import { expect, test } from "vitest";
import { makeRepository } from "../support/git-repository.ts";
import { type GithubServer, otherComment, startGithubServer } from "../support/github-server.ts";
import { runAction } from "../support/run-action.ts";
import { runCli } from "../support/run-cli.ts";
import { describeOnNewest, freshDatabase, type TestServer } from "../support/servers.ts";
import { makeMigrations } from "../support/temporary.ts";

/** What the runner says of the pull request 7. */
function environment({ url }: GithubServer): Record<string, string> {
  const event = join(makeMigrations({ "event.json": '{"pull_request": {"number": 7}}' }), "event.json");
  return {
    ...{ GITHUB_API_URL: url, GITHUB_REPOSITORY: "o/r", GITHUB_EVENT_PATH: event },
    ...{ GITHUB_REF: "refs/pull/7/merge", GITHUB_BASE_REF: "main" },
    ...{ GITHUB_SERVER_URL: "https://github.com", GITHUB_RUN_ID: "99", GITHUB_RUN_ATTEMPT: "1" },
  };
}

const TOKEN = "ghs_onlyForThisTest";

/** A directory of migrations on a branch that adds `files` to that of `main`. */
function makePullRequest(files: Readonly<Record<string, string>>): string {
  const repository = makeRepository({ "migrations/001_users.sql": "CREATE TABLE users (id int);\n" });
  repository.git("checkout", "--quiet", "-b", "pr");
  repository.commit(files);
  return join(repository.path, "migrations");
}

const inputs = (server: TestServer, migrations: string, more: Readonly<Record<string, string>> = {}) => ({
  ...{ command: "check", "migrations-path": migrations, "shadow-url": server.url, "github-token": TOKEN },
  ...more,
});

describeOnNewest("a check of a pull request", (server) => {
  test("comments on it, and the next run changes that comment", async () => {
    const github = await startGithubServer();
    for (let id = 1; id <= 120; id++) github.comments.push(otherComment(id));
    const migrations = makePullRequest({ "migrations/002_bad.sql": "SELECT 1;\nSELECT nothing;\n" });
    const bad = await runAction(inputs(server, migrations), environment(github));
    expect({ code: bad.code, result: bad.outputs.result }).toEqual({ code: 1, result: "refused" });
    expect(bad.report.comment).toEqual({ state: "created", url: expect.stringContaining("#issuecomment-") });
    expect(github.comments.at(-1)?.body).toMatch(
      /^<!-- migrate-action command=check .*-->\n## .*Check failed/,
    );
    const again = await runAction(inputs(server, migrations), environment(github));
    expect(again.report.comment?.state).toBe("updated");
    expect(github.comments).toHaveLength(121);
    const log = (bad.stdout + again.stdout).replace(/^::add-mask::.*$/gm, "");
    expect(log + JSON.stringify(bad.report) + bad.summary).not.toContain(TOKEN);
  });

  test("says in it what has become good, and has one for each environment", async () => {
    const github = await startGithubServer();
    const env = environment(github);
    const repository = makeRepository({ "migrations/001_users.sql": "CREATE TABLE users (id int);\n" });
    repository.git("checkout", "--quiet", "-b", "pr");
    repository.commit({ "migrations/002_a.sql": "SELECT nothing;\n" });
    const migrations = join(repository.path, "migrations");
    await runAction(inputs(server, migrations), env);
    repository.commit({ "migrations/002_a.sql": "SELECT 1;\n" });
    const good = await runAction(inputs(server, migrations), env);
    expect(good.report.comment?.state).toBe("updated");
    expect(github.comments.map(({ body }) => body)).toEqual([expect.stringContaining("Check passed")]);
    await runAction(inputs(server, migrations, { environment: "staging" }), env);
    expect(github.comments).toHaveLength(2);
    expect(good.stdout).toContain("Comment on the pull request, updated: https://github.com/o/r/pull/7");
    expect(good.stdout).not.toContain("::warning");
  });

  test("whose secrets are in its own words keeps them out of the comment", async () => {
    const github = await startGithubServer();
    const secret = "s3cr3t-of-the-shadow";
    const url = `postgres://nobody:${secret}@127.0.0.1:1/x`;
    const migrations = makePullRequest({
      "migrations/002_a.sql": `SELECT '${secret}', '${TOKEN}' FROM nothing;`,
    });
    await runAction(
      inputs(server, migrations, { "database-url": url, "wait-for-database": "0s" }),
      environment(github),
    );
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).not.toContain(secret);
    expect(github.comments[0]?.body).not.toContain(TOKEN);
  });

  test.each([
    ["a fork's token, which may not", { status: 403 }, /may not comment here \(403\)/],
    ["a server at fault", { status: 500 }, /GitHub answered 500/],
  ])("with %s is as good as without a comment", async (_, trouble, why) => {
    const github = await startGithubServer();
    github.trouble = trouble;
    const migrations = makePullRequest({ "migrations/002_a.sql": "SELECT 1;" });
    const { code, report, outputs, stdout } = await runAction(
      inputs(server, migrations),
      environment(github),
    );
    expect({ code, result: outputs.result }).toEqual({ code: 0, result: "planned" });
    expect(report.comment).toEqual({ state: "not-written", url: null });
    expect(report.notices).toContainEqual(expect.stringMatching(why));
    expect(stdout).not.toMatch(/^::error::said/m);
  });

  test("without a token says nothing of a comment, unless one was asked for", async () => {
    const github = await startGithubServer();
    const migrations = makePullRequest({ "migrations/002_a.sql": "SELECT 1;" });
    const fork = await runAction(inputs(server, migrations, { "github-token": "" }), environment(github));
    expect(fork.report).toMatchObject({ result: "planned", notices: [] });
    const asked = { "github-token": "", comment: "always" };
    const { code, report } = await runAction(inputs(server, migrations, asked), environment(github));
    expect(code).toBe(0);
    expect(report.notices).toEqual([expect.stringContaining("`github-token` is not given")]);
    expect(github.requests).toEqual([]);
  });

  test("with nothing to say comments only where it has said something before, or was asked to", async () => {
    const github = await startGithubServer();
    const env = environment(github);
    const migrations = makePullRequest({ "readme.md": "x" });
    const quiet = await runAction(inputs(server, migrations), env);
    expect(quiet.report).toMatchObject({ result: "nothing-to-do", notices: [] });
    expect(github.comments).toEqual([]);
    await runAction(inputs(server, migrations, { comment: "always" }), env);
    expect(github.comments).toHaveLength(1);
    await runAction(inputs(server, migrations, { comment: "never" }), env);
    expect(github.comments).toHaveLength(1);
  });

  test("annotates the lines that the pull request has changed, with paths that GitHub knows", async () => {
    const github = await startGithubServer();
    const migrations = makePullRequest({
      "migrations/001_users.sql": "CREATE TABLE users (id int);\n-- more\n",
    });
    const { stdout } = await runAction(inputs(server, migrations), environment(github));
    expect(stdout).toContain(
      `::error title=CHECK_EDITED in 001,file=${migrations}/001_users.sql,line=2,col=1::`,
    );
  });
});

describeOnNewest("other commands in a pull request", (server) => {
  test("a plan and an up comment too, each for itself, and the command line as the action", async () => {
    const github = await startGithubServer();
    const env = environment(github);
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "001_a.sql": "CREATE TABLE a ();" });
    const more = { "database-url": database.url };
    await runAction(inputs(server, migrations, { ...more, command: "plan" }), env);
    await runAction(inputs(server, migrations, { ...more, command: "up" }), env);
    expect(github.comments.map(({ body }) => body)).toEqual([
      expect.stringContaining("Dry run: 1 migration planned and rehearsed"),
      expect.stringContaining("Applied 1 migration"),
    ]);
    const flags = [
      `--database-url=${database.url}`,
      `--migrations-path=${migrations}`,
      `--github-token=${TOKEN}`,
    ];
    const { report, stderr } = await runCli(["plan", ...flags], { env });
    expect(report).toMatchObject({ result: "nothing-to-do", comment: { state: "updated" } });
    expect(stderr).not.toContain(TOKEN);
    await runAction(inputs(server, migrations, { ...more, command: "status" }), env);
    expect(github.comments).toHaveLength(2);
  });

  test("outside of a pull request there is no comment, and no word of it", async () => {
    const github = await startGithubServer();
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "001_a.sql": "CREATE TABLE a ();" });
    const push = { ...environment(github), GITHUB_EVENT_PATH: "/nowhere", GITHUB_REF: "refs/heads/main" };
    const { report } = await runAction(
      inputs(server, migrations, { "database-url": database.url, command: "plan" }),
      push,
    );
    expect(report.comment).toBeUndefined();
    expect(report.notices).toEqual([]);
    expect(github.requests).toEqual([]);
  });
});
