import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startGithubServer } from "../support/github-server.ts";
import { findAct, type Repository } from "./act.ts";
import { repositoryWithExample, SERVER_BINARIES } from "./act-example.ts";

const act = findAct();
const actPath = "path" in act ? act.path : "";

const PAIRS = "test/fixtures/migrations/pairs";

/** The example in a repository whose `main` has one migration, at a remote on disk; the checkout is the pull request's. */
function makePullRequest(): Repository {
  const repository = repositoryWithExample("pull-request.yml", null);
  repository.add(`${PAIRS}/000_create_pantry.sql`, "migrations/000_create_pantry.sql");
  repository.write(
    "package.json",
    JSON.stringify({ type: "module", version: "0.0.0", scripts: { test: "node test.mjs" } }),
  );
  repository.write(
    "test.mjs",
    `const url = new URL(process.env.DATABASE_URL);\nconsole.log("tested against", url.protocol, url.hostname);\n`,
  );
  const origin = join(repository.directory, "../origin");
  execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", origin]);
  repository.commit();
  repository.git("remote", "add", "origin", origin);
  repository.git("push", "--quiet", "origin", "HEAD:main");
  repository.git("fetch", "--quiet", "origin");
  repository.git("checkout", "--quiet", "-b", "feature");
  return repository;
}

// The job `check-on-service-container` is linted alone: act starts no services without a container engine.
describe.skipIf("missing" in act)("examples/pull-request.yml, run by act", { timeout: 240_000 }, () => {
  const run = async (repository: Repository, job: string) => {
    const github = await startGithubServer();
    const finished = await repository.run(actPath, "pull_request", {
      job,
      event: { number: 7, pull_request: { number: 7, base: { ref: "main" }, head: { ref: "feature" } } },
      environment: { GITHUB_API_URL: github.url, GITHUB_REPOSITORY: "o/r" },
      path: SERVER_BINARIES,
    });
    return { finished, github };
  };

  test("checks what the pull request adds to main, with its ways back, and comments on it", async () => {
    const repository = makePullRequest();
    repository.add(PAIRS, "migrations");
    const { finished, github } = await run(repository, "check");
    expect(finished.jobs, finished.log).toEqual({ check: "success" });
    expect(finished.summary).toContain("Check passed: 2 migrations run from zero, 2 taken back");
    expect(github.comments.map(({ body }) => body).join()).toContain("Check passed");
  });

  test("fails for an edit of a migration that main has", async () => {
    const repository = makePullRequest();
    repository.write("migrations/000_create_pantry.sql", "CREATE TABLE cellar (id int);\n");
    const { finished } = await run(repository, "check");
    expect(finished.jobs, finished.log).toEqual({ check: "failure" });
    expect(finished.summary).toContain("CHECK_EDITED");
  });

  test("gives the tests of its last job a migrated database", async () => {
    const repository = makePullRequest();
    repository.add(PAIRS, "migrations");
    const { finished } = await run(repository, "test");
    expect(finished.jobs, finished.log).toEqual({ test: "success" });
    expect(finished.log).toContain("tested against postgres: 127.0.0.1");
  });
});
