import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, type TestContext, test } from "vitest";
import {
  ELSEWHERE,
  type ElsewhereProject,
  makeElsewhereProject,
  NOTES,
  notesOf,
  type RunToEnd,
  runToEnd,
} from "../support/elsewhere-project.ts";
import { describeOnNewest, freshDatabase, type TestDatabase, type TestServer } from "../support/servers.ts";
import { makeDirectory, writeFiles } from "../support/temporary.ts";
import { type GitlabCiLocal, installGitlabCiLocal } from "./install/gitlab-ci-local.ts";
import { ProgramFailed } from "./install/run-program.ts";

const EXAMPLE = readFileSync(join(ELSEWHERE, "gitlab-ci.yml"), "utf8");
/** The job's own server is an image, which would be pulled; SHADOW_URL names one that is there. */
const WITHOUT_SERVICES = EXAMPLE.replace(/^ {2}services:\n(?: {4}.*\n)+/m, "");
const BAD = "ALTER TABLE nots ADD COLUMN body text;\n";

let gitlab: GitlabCiLocal | null = null;
let missing = "not installed yet";

beforeAll(async () => {
  try {
    gitlab = await installGitlabCiLocal();
  } catch (error) {
    if (!(error instanceof ProgramFailed)) throw error;
    missing = `gitlab-ci-local cannot be had here: ${error.message}`;
    console.warn(`\nexamples/elsewhere/gitlab-ci.yml was NOT tested: ${missing}\n`);
  }
}, 300_000);

interface Repository {
  readonly project: ElsewhereProject;
  readonly git: (...words: string[]) => string;
}

/** The project as a repository with one commit; skips the test where GitLab's jobs cannot be run. */
async function makeRepository(
  context: TestContext,
  server: TestServer,
  database: TestDatabase,
  pipeline = WITHOUT_SERVICES,
): Promise<Repository> {
  if (gitlab === null) context.skip(missing);
  const project = await makeElsewhereProject(server, database);
  writeFiles(project.directory, { ".gitlab-ci.yml": pipeline });
  const who = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
  const git = (...words: string[]) =>
    execFileSync("git", [...who, ...words], { cwd: project.directory, encoding: "utf8" }).trim();
  git("init", "--quiet", "--initial-branch=main");
  git("remote", "add", "origin", "https://gitlab.example.com/group/project.git");
  git("add", ".");
  git("commit", "--quiet", "--message=first");
  return { project, git };
}

/** Runs what `args` name of the pipeline, with `variables` as GitLab would set them. */
function runPipeline(
  { directory, env }: ElsewhereProject,
  args: readonly string[],
  variables: readonly string[],
): Promise<RunToEnd> {
  const { program = "", instead = "" } = gitlab ?? {};
  const given = [
    ...variables,
    ...["MIGRATE_ACTION", "SHADOW_URL", "HEALTH_URL"].map((name) => `${name}=${env[name]}`),
  ];
  const words = ["--force-shell-executor", ...given.map((pair) => `--variable=${pair}`), ...args];
  const { DATABASE_URL: _, ...plain } = env;
  const own = { HOME: makeDirectory(), PATH: `${env["PATH"]}:${instead}`, NO_COLOR: "1" };
  return runToEnd({ directory, env: { ...plain, ...own } }, process.execPath, [program, ...words]);
}

/** On the default branch, whose jobs are given the protected DATABASE_URL. */
const runOnMain = (project: ElsewhereProject, ...args: string[]) =>
  runPipeline(project, args, [`DATABASE_URL=${project.env["DATABASE_URL"]}`]);

describeOnNewest("examples/elsewhere/gitlab-ci.yml", (server) => {
  test("fits GitLab's schema; on the default branch it plans, waits for a click, migrates and deploys", async (context) => {
    const { project } = await makeRepository(context, server, await freshDatabase(server), EXAMPLE);
    const { code, said } = await runOnMain(project, "--list-csv");
    expect(code, said).toBe(0);
    expect(said).toContain("json schema validated");
    expect(EXAMPLE.length).toBeGreaterThan(WITHOUT_SERVICES.length);
    const jobs = [...said.matchAll(/^(\w+);\w+;(\w+);(\w+);/gm)];
    expect(jobs.map(([, name, when, allowFailure]) => `${name} ${when} ${allowFailure}`)).toEqual([
      "name when allowFailure",
      "plan on_success false",
      "migrate manual false",
      "deploy on_success false",
    ]);
  });

  test("before the click nothing is applied; after it all is, and it deploys", async (context) => {
    const database = await freshDatabase(server);
    const { project } = await makeRepository(context, server, database);
    const planned = await runOnMain(project, "plan");
    expect(planned.code, planned.said).toBe(0);
    expect(await notesOf(database)).toBeNull();
    const clicked = await runOnMain(project, "--manual=migrate");
    expect(clicked.code, clicked.said).toBe(0);
    expect(clicked.said).toContain("ROLLED OUT");
    expect(await notesOf(database)).toBe("notes");
  }, 180_000);

  test("a migration that fails in the rehearsal is neither applied nor deployed", async (context) => {
    const database = await freshDatabase(server);
    const { project, git } = await makeRepository(context, server, database);
    writeFiles(project.directory, { "migrations/002_bad.sql": BAD });
    git("add", ".");
    git("commit", "--quiet", "--message=bad");
    const bad = await runOnMain(project, "--manual=migrate");
    expect(bad.code, bad.said).toBe(1);
    expect(bad.said).toContain("002_bad.sql:1:1");
    expect(bad.said).not.toContain("ROLLED OUT");
    expect(await notesOf(database)).toBeNull();
  }, 180_000);

  test("a merge request needs no secret: a good one passes, and one that edits what the target branch has does not", async (context) => {
    const { project, git } = await makeRepository(context, server, await freshDatabase(server));
    const base = git("rev-parse", "HEAD");
    const request = ["CI_PIPELINE_SOURCE=merge_request_event", `CI_MERGE_REQUEST_DIFF_BASE_SHA=${base}`];
    git("checkout", "--quiet", "-b", "more");
    writeFiles(project.directory, { "migrations/002_more.sql": "ALTER TABLE notes ADD COLUMN body text;\n" });
    git("add", ".");
    git("commit", "--quiet", "--message=more");
    const good = await runPipeline(project, [], request);
    expect(good.code, good.said).toBe(0);
    expect(good.said).toContain("002");
    writeFiles(project.directory, { "migrations/001_notes.sql": `${NOTES}SELECT 1;\n` });
    git("commit", "--quiet", "--all", "--message=edit");
    const bad = await runPipeline(project, [], request);
    expect(bad.code, bad.said).toBe(1);
    expect(bad.said).toContain("CHECK_EDITED");
  }, 180_000);
});
