import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import type { Report } from "../../src/report/report.ts";
import { cloneRepository, makeRepository, type TestRepository } from "../support/git-repository.ts";
import { becomesTrue } from "../support/processes.ts";
import { type CliOptions, type CliRun, runCli, startCli } from "../support/run-cli.ts";
import { describeOnNewest, describeOnServers, freshDatabase, type TestServer } from "../support/servers.ts";
import { makeDirectory, makeMigrations } from "../support/temporary.ts";

const BASE = {
  "migrations/001_users.sql": "CREATE TABLE users (id int PRIMARY KEY, email text);\n",
  "migrations/002_index.sql": "CREATE INDEX CONCURRENTLY users_email ON users (email);\n",
};

/** A repository on the branch `pr`, which has `files` beside those of `main`. */
function makePullRequest(files: Readonly<Record<string, string>>, base = BASE): TestRepository {
  const repository = makeRepository(base);
  repository.git("checkout", "--quiet", "-b", "pr");
  repository.commit(files);
  return repository;
}

function check(
  server: TestServer,
  { path }: { readonly path: string },
  flags: readonly string[] = ["--base=main"],
  options: CliOptions = {},
): Promise<CliRun> {
  return runCli(["check", `--shadow-url=${server.url}`, ...flags], { cwd: path, ...options });
}

/** `CODE file:line` of each thing that is wrong, the first one first. */
function findings({ failure, problems }: Report): string[] {
  const all = problems.length > 0 ? problems : failure === null ? [] : [failure];
  return all.map(({ code, at }) => `${code} ${at === null ? "" : `${at.file}:${at.line}`}`.trim());
}

const trips = ({ check: found }: Report) =>
  found?.trips.map(({ version, back, answered }) => `${version} ${back} ${answered}`);

const GOOD = {
  "migrations/003_tasks.up.sql":
    "CREATE TABLE tasks (id int, owner int REFERENCES users);\nCOMMENT ON TABLE users IS 'people';\n",
  "migrations/003_tasks.down.sql": "COMMENT ON TABLE users IS NULL;\nDROP TABLE tasks;\n",
  "migrations/003.verify.sql":
    "SELECT count(*) = 0 FROM tasks;\nSELECT true, to_regclass('tasks') IS NOT NULL;\n",
  "migrations/004_more.sql": "ALTER TABLE tasks ADD COLUMN done boolean;\n",
};

describeOnServers("a pull request that is in order", (server) => {
  test("is run from zero after the base branch's files, with its ways back and questions; nothing is left behind", async () => {
    const { code, report, stderr } = await check(server, makePullRequest(GOOD));
    expect(findings(report)).toEqual([]);
    expect({ code, result: report.result }).toEqual({ code: 0, result: "planned" });
    expect(report.plan?.steps.map(({ version }) => version)).toEqual(["003", "004"]);
    expect(trips(report)).toEqual(["003 restored 2", "004 none 0"]);
    expect(report.check?.base).toMatchObject({ name: "main" });
    expect(report.check?.changed.map(({ file, change }) => `${change} ${file}`)).toContain(
      "added migrations/003_tasks.up.sql",
    );
    expect(report.target).toBeNull();
    expect(report.ledger).toBeNull();
    expect(stderr).toContain("Check passed: 2 migrations run from zero, 1 taken back and applied again");
    const { query } = await freshDatabase(server);
    const scratch = async () =>
      (
        await query<{ datname: string }>(
          "SELECT datname FROM pg_database WHERE datname ~ '^migrate_action_rehearsal'",
        )
      ).map(({ datname }) => datname);
    // What is there just now may be another test's, and goes.
    const seen = await scratch();
    const isGone = async () => !(await scratch()).some((name) => seen.includes(name));
    expect(await becomesTrue(isGone, 20_000)).toBe(true);
  });
});

describeOnNewest("what a pull request must not do", (server) => {
  test("all of it is told at once, each with its place, and what can be run is run", async () => {
    const repository = makeRepository({
      ...BASE,
      "migrations/005_old.sql": "SELECT 1;\n",
      "migrations/006_x.sql": "SELECT 6;\n",
    });
    repository.git("checkout", "--quiet", "-b", "pr");
    repository.git("rm", "--quiet", "migrations/005_old.sql");
    repository.git("mv", "migrations/006_x.sql", "migrations/006_y.sql");
    repository.commit({
      "migrations/001_users.sql": `${BASE["migrations/001_users.sql"]}-- only a comment\n`,
      "migrations/004_late.sql": "SELECT 1/0;\n",
      "migrations/007_taken.sql": "SELECT 7;\n",
    });
    repository.git("checkout", "--quiet", "main");
    repository.commit({ "migrations/007_other.sql": "SELECT 'other';\n" });
    repository.git("checkout", "--quiet", "pr");
    const { code, report, stderr } = await check(server, repository);
    expect(findings(report)).toEqual([
      "CHECK_EDITED migrations/001_users.sql:2",
      "CHECK_REMOVED migrations/005_old.sql:1",
      "CHECK_REMOVED migrations/006_y.sql:1",
      "CHECK_TAKEN migrations/007_taken.sql:1",
      "CHECK_LATE migrations/004_late.sql:1",
      "REHEARSAL_FAILED migrations/004_late.sql:1",
    ]);
    expect({ code, result: report.result }).toEqual({ code: 4, result: "refused" });
    expect(stderr).toContain("Check failed: 6 problems");
  });

  test("a number that both branches have taken is told, merged or not", async () => {
    const repository = makePullRequest({ "migrations/03_mine.sql": "SELECT 1;" });
    repository.git("checkout", "--quiet", "main");
    repository.commit({ "migrations/003_theirs.sql": "SELECT 2;" });
    repository.git("checkout", "--quiet", "pr");
    expect(findings((await check(server, repository)).report)).toEqual([
      "CHECK_TAKEN migrations/03_mine.sql:1",
    ]);
    repository.git("merge", "--quiet", "--message=x", "main");
    const merged = await check(server, repository);
    expect(merged.code).toBe(4);
    expect(findings(merged.report)[0]).toMatch(/^VERSION_DUPLICATE migrations\/0/);
  });

  test("line ends alone are no edit", async () => {
    const crlf = BASE["migrations/001_users.sql"].replaceAll("\n", "\r\n");
    const { code, report } = await check(server, makePullRequest({ "migrations/001_users.sql": crlf }));
    expect({ code, result: report.result }).toEqual({ code: 0, result: "nothing-to-do" });
  });

  test("a migration that fails is told with its statement, and one of the base branch as such", async () => {
    const bad = await check(
      server,
      makePullRequest({ "migrations/003_bad.sql": "SELECT 1;\nSELECT nothing;\n" }),
    );
    expect({ code: bad.code, findings: findings(bad.report) }).toEqual({
      code: 5,
      findings: ["REHEARSAL_FAILED migrations/003_bad.sql:2"],
    });
    const base = { ...BASE, "migrations/000_bad.sql": "GRANT SELECT ON nothing TO nobody_at_all;\n" };
    const { report } = await check(server, makePullRequest({ "migrations/003_x.sql": "SELECT 1;" }, base));
    expect(findings(report)).toEqual(["REHEARSAL_FAILED migrations/000_bad.sql:1"]);
    expect(report.failure?.hint).toContain("on the base branch");
  });

  test("where nothing of the migrations has changed, nothing is run", async () => {
    const { code, report, stderr } = await check(server, makePullRequest({ "readme.md": "x" }));
    expect({ code, result: report.result, rehearsal: report.rehearsal }).toEqual({
      code: 0,
      result: "nothing-to-do",
      rehearsal: null,
    });
    expect(stderr).toContain("Nothing to check");
  });
});

/** A pull request with one migration that makes `up`, and takes it back by `down`. */
const withDown = (up: string, down: string) =>
  makePullRequest({
    "migrations/003_x.up.sql": up,
    "migrations/003_x.down.sql": down,
    "migrations/004_y.up.sql": "CREATE TABLE y ();",
    "migrations/004_y.down.sql": "DROP TABLE y;",
  });

describeOnNewest("a way back", (server) => {
  test.each([
    [
      "leaves something",
      "CREATE TABLE x (); CREATE TABLE z ();",
      "DROP TABLE x;",
      "table public.z is left behind",
    ],
    ["takes too much", "CREATE TABLE x ();", "DROP TABLE x; DROP INDEX users_email;", "index users_email"],
    [
      "changes something",
      "ALTER TABLE users ALTER email SET NOT NULL;",
      "ALTER TABLE users ALTER email TYPE varchar(9);",
      "column email",
    ],
  ])("that %s is told with what differs", async (_, up, down, difference) => {
    const { code, report } = await check(server, withDown(up, down));
    expect(code).toBe(4);
    expect(findings(report)[0]).toBe("CHECK_DOWN_DIFFERS migrations/003_x.down.sql:1");
    expect(report.failure?.message).toContain(difference);
  });

  test("after which the migration does not go again is told with what fails", async () => {
    const up = "CREATE TABLE IF NOT EXISTS x (id int PRIMARY KEY);\nINSERT INTO x VALUES (1);";
    const { report } = await check(server, withDown(up, "SELECT 1;"));
    expect(findings(report)).toEqual([
      "CHECK_DOWN_DIFFERS migrations/003_x.down.sql:1",
      "CHECK_DOWN_DIFFERS migrations/003_x.up.sql:2",
    ]);
    expect(trips(report)).toEqual(["003 differs 0", "004 untried 0"]);
  });

  test("that fails is told, and the next one is tried all the same", async () => {
    const { code, report } = await check(server, withDown("CREATE TABLE x ();", "SELECT 1;\nDROP TABLE z;"));
    expect(code).toBe(5);
    expect(findings(report)).toEqual(["REHEARSAL_FAILED migrations/003_x.down.sql:2"]);
    expect(trips(report)).toEqual(["003 failed 0", "004 restored 0"]);
  });

  test("that is added to a migration of the base branch is tried in that one's place", async () => {
    const files = { "migrations/001_users.down.sql": "DROP TABLE users;" };
    const { code, report } = await check(server, makePullRequest(files));
    expect({ code, result: report.result, trips: trips(report) }).toEqual({
      code: 0,
      result: "planned",
      trips: ["001 restored 0"],
    });
    const wrong = await check(server, makePullRequest({ "migrations/002_index.down.sql": "SELECT 1;" }));
    expect(findings(wrong.report)[0]).toBe("CHECK_DOWN_DIFFERS migrations/002_index.down.sql:1");
  });
});

describeOnNewest("a question", (server) => {
  const ask = async (sql: string) =>
    (
      await check(
        server,
        makePullRequest({ "migrations/003_x.sql": "CREATE TABLE x ();", "migrations/003.verify.sql": sql }),
      )
    ).report;

  test.each([
    ["SELECT true;\n\nSELECT 1 = 2;", 3, "gave false"],
    ["SELECT true WHERE false;", 1, "no row"],
    ["SELECT true, null::boolean;", 1, "gave null"],
    ["SELECT 't';", 1, "neither true nor false"],
    ["SELECT true FROM nothing;", 1, '"nothing" does not exist'],
    ["CREATE TABLE z ();", 1, "read-only transaction"],
    ["COMMIT; CREATE TABLE z ();", 1, "no question"],
    ["SELECT '", 1, "not closed"],
  ])("%s is not answered with true", async (sql, line, message) => {
    const report = await ask(sql);
    expect(findings(report)[0]).toBe(`VERIFY_FAILED migrations/003.verify.sql:${line}`);
    expect(report.failure?.message).toContain(message);
    expect({ result: report.result, exitCode: report.exitCode }).toEqual({ result: "failed", exitCode: 1 });
  });

  test("may be a block that only goes through, and may ask several things at once", async () => {
    const report = await ask(
      "DO $$ BEGIN ASSERT to_regclass('x') IS NOT NULL; END $$;\nSELECT true, true FROM generate_series(1, 3);",
    );
    expect({ findings: findings(report), trips: trips(report) }).toEqual({
      findings: [],
      trips: ["003 none 2"],
    });
  });
});

describeOnNewest("repeatable migrations in a pull request", (server) => {
  test("may be edited, and run again over what they have made before", async () => {
    const base = {
      "migrations/V1__a.sql": "CREATE TABLE a (id int);",
      "migrations/R__v.sql": "CREATE OR REPLACE VIEW v AS SELECT id FROM a;",
    };
    const repository = makeRepository(base);
    repository.git("checkout", "--quiet", "-b", "pr");
    repository.commit({ "migrations/R__v.sql": "CREATE OR REPLACE VIEW v AS SELECT id, 1 AS one FROM a;" });
    const { code, report } = await check(server, repository);
    expect({ code, findings: findings(report) }).toEqual({ code: 0, findings: [] });
    expect(report.plan?.steps).toMatchObject([{ file: "migrations/R__v.sql", runsAgain: true }]);
  });
});

describeOnNewest("without a base branch", (server) => {
  const notice = /^All files are checked as the pull request's own/;

  test("a directory that is no checkout is checked from zero, and said so", async () => {
    const path = makeMigrations({ ...BASE, ...GOOD });
    const { code, report } = await check(server, { path }, []);
    expect({ code, result: report.result, base: report.check?.base }).toEqual({
      code: 0,
      result: "planned",
      base: null,
    });
    expect(report.plan?.steps).toHaveLength(4);
    expect(report.notices).toContainEqual(expect.stringMatching(notice));
    expect(report.notices.join()).toContain("no checkout of git");
  });

  test("so is a machine without git", async () => {
    const { code, report } = await check(server, makePullRequest(GOOD), [], {
      env: { PATH: makeDirectory() },
    });
    expect(code).toBe(0);
    expect(report.notices.join()).toContain("no git on this machine");
  });

  test("so is a shallow clone, with what to do about it; in full it has its base", async () => {
    const repository = makePullRequest(GOOD);
    const env = { GITHUB_BASE_REF: "main" };
    const shallow = await check(server, cloneRepository(repository, "pr", { depth: 1 }), [], { env });
    expect(shallow.code).toBe(0);
    expect(shallow.report.notices.join()).toContain("`fetch-depth: 0`");
    const { report } = await check(server, cloneRepository(repository, "pr"), [], { env });
    expect(report).toMatchObject({
      result: "planned",
      notices: [],
      check: { base: { name: "origin/main" } },
    });
  });

  test("a base that was named and is not there stops the check", async () => {
    const { code, report } = await check(server, makePullRequest(GOOD), ["--base=nowhere"]);
    expect({ code, findings: findings(report) }).toEqual({ code: 2, findings: ["CHECK_BASE_MISSING"] });
  });
});

describeOnNewest("the hazards of a pull request", (server) => {
  const hazards = ({ plan }: Report) =>
    plan?.steps.flatMap(({ hazards: found }) => found.map(({ rule, level }) => `${rule} ${level}`));

  const RISKY = {
    "migrations/003_risky.sql":
      "CREATE INDEX users_id_email ON users (id, email);\nALTER TABLE users ALTER COLUMN email SET NOT NULL;\n",
  };

  test("are those of tables as the base branch makes them, each as big as nobody knows", async () => {
    const { code, report } = await check(server, makePullRequest(RISKY));
    expect({ code, result: report.result }).toEqual({ code: 0, result: "planned" });
    expect(hazards(report)?.toSorted()).toEqual([
      "create-index high",
      "insert-without-value info",
      "set-not-null high",
    ]);
    expect(report.rehearsal?.driftUnknown).toContain("No database is given");
    const [statement] = report.plan?.steps[0]?.statements ?? [];
    expect(statement).toMatchObject({ basis: "observed", scans: ["public.users"] });
  });

  test("stop it at the level of fail-on", async () => {
    const flags = ["--base=main", "--fail-on=high"];
    const { code, report } = await check(server, makePullRequest(RISKY), flags);
    expect({ code, findings: findings(report) }).toEqual({ code: 5, findings: ["HAZARDS"] });
  });

  test("are of the size, and the rows, of a database beside it, whose drift is told too", async () => {
    const database = await freshDatabase(server);
    const repository = makePullRequest(RISKY);
    const up = ["up", `--database-url=${database.url}`, `--shadow-url=${server.url}`, "--target=002"];
    expect((await runCli(up, { cwd: repository.path })).code).toBe(0);
    await database.query("INSERT INTO users VALUES (1, NULL); CREATE TABLE by_hand ()");
    const flags = ["--base=main", `--database-url=${database.url}`];
    const { code, report } = await check(server, repository, flags);
    expect({ code, findings: findings(report) }).toEqual({ code: 5, findings: ["HAZARDS"] });
    // The scan of one row and its index are nothing; how grave the other is depends on what is counted by then.
    expect(
      hazards(report)
        ?.map((one) => one.split(" ")[0])
        .toSorted(),
    ).toEqual(["data-violates", "insert-without-value"]);
    expect(report.preflight).toMatchObject([{ answer: "violated", count: 1, keys: [["1"]] }]);
    expect(report.rehearsal?.drift).toEqual(["table public.by_hand is there, and no migration makes it"]);
    expect(report.blastRadius?.relations.map(({ relation }) => relation)).toEqual(["public.users"]);
  });
});

describeOnNewest("a database beside the check", (server) => {
  test("is only read: what is pending there is said, and what `up` would refuse stops nothing", async () => {
    const database = await freshDatabase(server);
    const repository = makePullRequest(GOOD);
    const up = ["up", `--database-url=${database.url}`, `--shadow-url=${server.url}`, "--target=001"];
    expect((await runCli(up, { cwd: repository.path })).code).toBe(0);
    await database.query("UPDATE schema_migrations SET checksum = 'sha256:00'");
    const before = await database.query("SELECT * FROM schema_migrations");
    const { code, report } = await check(server, repository, [
      "--base=main",
      `--database-url=${database.url}`,
    ]);
    expect({ code, result: report.result }).toEqual({ code: 0, result: "planned" });
    expect(report.ledger?.pending).toEqual(["002", "003", "004"]);
    expect(report.notices.join("\n")).toMatch(
      /Pending on ".*", with this pull request: 002, 003, 004\.\nOn ".*" `up` would be refused/,
    );
    expect(await database.query("SELECT * FROM schema_migrations")).toEqual(before);
    expect(await database.query("SELECT to_regclass('tasks') AS tasks")).toEqual([{ tasks: null }]);
  });

  test("that cannot be reached is a remark", async () => {
    const flags = ["--base=main", "--database-url=postgres://u@127.0.0.1:1/x", "--wait-for-database=0s"];
    const { code, report } = await check(server, makePullRequest(GOOD), flags);
    expect({ code, result: report.result }).toEqual({ code: 0, result: "planned" });
    expect(report.notices.join()).toContain("The database beside the check was not looked at");
  });

  test("is never what everything is run on", async () => {
    const flags = ["--base=main", `--database-url=${server.url}`];
    const { code, report } = await check(server, makePullRequest(GOOD), flags);
    expect({ code, findings: findings(report) }).toEqual({ code: 5, findings: ["SHADOW_IS_TARGET"] });
  });
});

describeOnNewest("a check that is not as usual", (server) => {
  test("reads files of the base branch that are too large to be held, without taking them for edits", async () => {
    const rows = "INSERT INTO users VALUES (1, 'somebody@example.com') ON CONFLICT DO NOTHING;\n".repeat(
      130_000,
    );
    const repository = makePullRequest(GOOD, { ...BASE, "migrations/002_index.sql": rows });
    repository.commit({ "migrations/readme.txt": "x" });
    const { code, report } = await check(server, repository);
    expect({ code, findings: findings(report) }).toEqual({ code: 0, findings: [] });
    repository.write({ "migrations/002_index.sql": `${rows}-- one more line\n` });
    expect(findings((await check(server, repository)).report)[0]).toBe(
      "CHECK_EDITED migrations/002_index.sql:130001",
    );
  });

  test("and is cancelled leaves nothing behind", async () => {
    const base = makeDirectory();
    const { path } = makePullRequest({ "migrations/003_slow.sql": "SELECT pg_sleep(60);" });
    const cli = startCli(["check", "--base=main"], { cwd: path, env: { TMPDIR: base } });
    await cli.says("Rehearsing");
    cli.child.kill("SIGINT");
    const { code, report } = await cli.run;
    expect({ code, result: report.result }).toEqual({ code: 7, result: "cancelled" });
    expect(readdirSync(base)).toEqual([]);
  });
});

test("without a shadow everything runs on a throwaway server of this machine's own", async () => {
  const { path } = makePullRequest(GOOD);
  const { code, report } = await runCli(["check", "--base=main"], { cwd: path });
  expect({ code, findings: findings(report), trips: trips(report) }).toEqual({
    code: 0,
    findings: [],
    trips: ["003 restored 2", "004 none 0"],
  });
  expect(report.rehearsal?.site).toBe("server");
});
