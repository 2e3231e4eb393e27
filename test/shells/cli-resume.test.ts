import { expect, test } from "vitest";
import { connect } from "../support/connect.ts";
import { isAsleep } from "../support/is-asleep.ts";
import { becomesTrue } from "../support/processes.ts";
import { startCli } from "../support/run-cli.ts";
import { argsFor, historyOf, ledgerOf, migrate, relationsOf } from "../support/runs.ts";
import { describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

/** Indexes of `t` with whether they are valid, ascending. */
async function indexesOf(database: TestDatabase): Promise<string[]> {
  const rows = await database.query<{ said: string }>(
    `SELECT indexrelid::regclass || CASE WHEN indisvalid THEN '' ELSE ' invalid' END AS said
FROM pg_index WHERE indrelid = 't'::regclass ORDER BY 1`,
  );
  return rows.map(({ said }) => said);
}

/** True while a session of ours waits in building an index. */
async function isBuilding(database: TestDatabase): Promise<boolean> {
  const rows = await database.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'CREATE INDEX CONCURRENTLY%' AND wait_event_type = 'Lock'`,
  );
  return rows.length > 0;
}

const NEVER = { flags: ["--fail-on=never"] } as const;

describeOnServers("a file outside a transaction that was left half-way", (server) => {
  const prepared = async (files: Readonly<Record<string, string>>) => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_t.sql": "CREATE TABLE t (a int, b int);" });
    await migrate(server, database, migrations);
    await database.query("INSERT INTO t VALUES (1, 1), (1, 2)");
    writeFiles(migrations, files);
    return { database, migrations };
  };

  test("with kill -9 while it built an index goes on with that: the invalid index is dropped and built anew, and each statement is run once", async () => {
    const { database, migrations } = await prepared({
      "2_i.sql":
        "-- migrate:no-transaction\nINSERT INTO t VALUES (2, 3);\nCREATE INDEX CONCURRENTLY i ON t (a);\nINSERT INTO t VALUES (2, 4);",
    });
    const writer = await connect(database.url);
    await writer.query("BEGIN; INSERT INTO t VALUES (9, 9)");
    const cli = startCli(argsFor(server, database, migrations, NEVER));
    cli.run.catch(() => {});
    expect(await becomesTrue(() => isBuilding(database), 30_000)).toBe(true);
    cli.child.kill("SIGKILL");
    await cli.run.catch(() => {});
    expect((await ledgerOf(database)).at(-1)).toMatchObject({ status: "running", statements_done: 1 });
    await database.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'CREATE INDEX CONCURRENTLY%' AND pid <> pg_backend_pid()",
    );
    await writer.query("COMMIT");
    await writer.end();
    expect(await indexesOf(database)).toEqual(["i invalid"]);
    const { code, report, stderr } = await migrate(server, database, migrations, NEVER);
    expect([code, report.ledger?.applied]).toEqual([0, ["1", "2"]]);
    expect(report.notices.join()).toMatch(
      /2_i\.sql stopped half-way .* goes on at statement 2 of 3 \(line 3\): the index "i" was left invalid: it is dropped and built anew\./,
    );
    expect(stderr).toContain("goes on at statement 2 of 3");
    expect(report.plan?.steps[0]?.statements.map(({ line }) => line)).toEqual([3, 4]);
    expect(await indexesOf(database)).toEqual(["i"]);
    expect(await database.query("SELECT b FROM t WHERE a = 2 ORDER BY b")).toEqual([{ b: 3 }, { b: 4 }]);
    expect((await ledgerOf(database)).at(-1)).toMatchObject({ status: "completed", statements_done: null });
    expect(await historyOf(database)).toEqual(["1 completed", "2 failed", "2 completed"]);
    expect((await migrate(server, database, migrations)).report.result).toBe("nothing-to-do");
  });

  test("whose backend is still at it waits for that, and runs nothing twice and drops nothing that is being built", async () => {
    const { database, migrations } = await prepared({
      "2_i.sql":
        "-- migrate:no-transaction\nINSERT INTO t VALUES (2, 3);\nCREATE INDEX CONCURRENTLY i ON t (a);\nINSERT INTO t VALUES (2, 4);",
    });
    const writer = await connect(database.url);
    await writer.query("BEGIN; INSERT INTO t VALUES (9, 9)");
    const killed = startCli(argsFor(server, database, migrations, NEVER));
    killed.run.catch(() => {});
    expect(await becomesTrue(() => isBuilding(database), 30_000)).toBe(true);
    killed.child.kill("SIGKILL");
    await killed.run.catch(() => {});
    const next = startCli(argsFor(server, database, migrations, NEVER));
    let said = "";
    next.child.stderr?.on("data", (text) => (said += text));
    // A server that ends the backend of a dead client soon lets it go on, to wait for the same writer itself.
    const isWaiting = async () => /Waiting for another run .*pid/.test(said) || /Applying/.test(said);
    expect(await becomesTrue(isWaiting, 30_000)).toBe(true);
    await writer.query("COMMIT");
    await writer.end();
    const { code, report } = await next.run;
    expect([report.failure, code]).toEqual([null, 0]);
    expect(await indexesOf(database)).toEqual(["i"]);
    expect(await database.query("SELECT b FROM t WHERE a = 2 ORDER BY b")).toEqual([{ b: 3 }, { b: 4 }]);
  });

  test("is not counted any more by a run that has lost its lock without knowing, once another goes on with it: what that does is rolled back", async () => {
    const { database, migrations } = await prepared({
      "2_f.sql": "-- migrate:no-transaction\nSELECT a FROM t FOR UPDATE;\nINSERT INTO t VALUES (2, 1);",
    });
    const holder = await connect(database.url);
    await holder.query("BEGIN; SELECT FROM t FOR UPDATE");
    const flags = ["--fail-on=never", "--lock-timeout=1min"];
    const cli = startCli(argsFor(server, database, migrations, { flags }));
    const isBlocked = async () =>
      (
        await database.query(
          "SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'SELECT a FROM t%' AND wait_event_type = 'Lock'",
        )
      ).length > 0;
    expect(await becomesTrue(isBlocked, 30_000)).toBe(true);
    // As another run does that goes on with the file.
    await database.query("UPDATE schema_migrations SET batch = batch + 1 WHERE version = '2'");
    const before = await ledgerOf(database);
    await holder.query("COMMIT");
    await holder.end();
    const { code, report } = await cli.run;
    expect([code, report.failure?.code]).toEqual([4, "LEDGER_CHANGED"]);
    expect(await database.query("SELECT b FROM t WHERE a = 2")).toEqual([]);
    expect(await ledgerOf(database)).toEqual(before);
  });

  test("by rows that were in its way goes on when they are gone: the invalid unique index is dropped and built, behind what was done", async () => {
    const { database, migrations } = await prepared({
      "2_i.sql":
        "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (b);\nCREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS u ON t (a);",
    });
    expect((await migrate(server, database, migrations, NEVER)).code).toBe(1);
    expect(await indexesOf(database)).toEqual(["i", "u invalid"]);
    await database.query("DELETE FROM t WHERE b = 2");
    const built = await database.query("SELECT 'i'::regclass::oid");
    const planned = await migrate(server, database, migrations, { command: "plan" });
    expect(planned.report.failure).toBeNull();
    expect([planned.code, planned.report.result]).toEqual([0, "planned"]);
    expect(planned.report.notices.join()).toContain('the index "u" was left invalid');
    expect(await indexesOf(database)).toEqual(["i", "u invalid"]);
    expect((await migrate(server, database, migrations)).code).toBe(0);
    expect(await indexesOf(database)).toEqual(["i", "u"]);
    expect(await database.query("SELECT 'i'::regclass::oid")).toEqual(built);
    expect(await historyOf(database)).toEqual(["1 completed", "2 failed", "2 completed"]);
  });

  test("at a statement that was refused for another reason runs that again, with the settings of its session as they were", async () => {
    const { database, migrations } = await prepared({
      "2_s.sql":
        "-- migrate:no-transaction\nCREATE SCHEMA s;\nSET search_path = s;\nCREATE TABLE x (a int);\nSELECT 1 / (1 - least(count(*), 1)) FROM public.t;\nVACUUM x;\nCREATE TABLE y AS SELECT * FROM x;",
    });
    const failed = await migrate(server, database, migrations, NEVER);
    expect(failed.report.failure?.message).toContain("division by zero");
    expect((await ledgerOf(database)).at(-1)).toMatchObject({ status: "failed", statements_done: 3 });
    await database.query("DELETE FROM t");
    const { code, report } = await migrate(server, database, migrations, NEVER);
    expect(report.failure).toBeNull();
    expect(code).toBe(0);
    expect(report.notices.join()).toContain("statement 4 of 6 (line 5): the server refused it (22012)");
    expect(
      await database.query(
        "SELECT relname::text FROM pg_class WHERE relnamespace = 's'::regnamespace ORDER BY 1",
      ),
    ).toEqual([{ relname: "x" }, { relname: "y" }]);
  });

  /** Killed while the file's first statement sleeps, its backend ended too. */
  const killedAsleep = async (text: string) => {
    const { database, migrations } = await prepared({ "2_o.sql": text });
    const cli = startCli(argsFor(server, database, migrations, NEVER));
    cli.run.catch(() => {});
    expect(await becomesTrue(() => isAsleep(database), 30_000)).toBe(true);
    cli.child.kill("SIGKILL");
    await cli.run.catch(() => {});
    await database.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'",
    );
    await becomesTrue(async () => !(await isAsleep(database)), 5_000);
    return { database, migrations };
  };
  /** Sleeps where `t` has its rows, which only the target has. */
  const SLEEP = "pg_sleep(60 * least(count(*), 1))";

  test("in its own transaction begins that anew: nothing of it was committed without its count", async () => {
    const { database, migrations } = await killedAsleep(
      `-- migrate:no-transaction\nINSERT INTO t VALUES (2, 1);\nBEGIN;\nINSERT INTO t VALUES (2, 2);\nSELECT ${SLEEP} FROM t WHERE a = 1;\nCOMMIT;\nINSERT INTO t VALUES (2, 3);`,
    );
    await database.query("DELETE FROM t WHERE a = 1");
    const { code, report } = await migrate(server, database, migrations, NEVER);
    expect([code, report.failure]).toEqual([0, null]);
    expect(report.notices.join()).toContain(
      "statement 2 of 6 (line 3): its count is committed with the file's own",
    );
    expect(await database.query("SELECT b FROM t WHERE a = 2 ORDER BY b")).toEqual([
      { b: 1 },
      { b: 2 },
      { b: 3 },
    ]);
  });

  const CALLS = `-- migrate:no-transaction\nINSERT INTO t VALUES (2, 1);\nSELECT ${SLEEP} FROM t WHERE a = 1;\nINSERT INTO t VALUES (2, 2);`;

  test("at a statement of which nobody can know is refused, with its place and the commands that decide; a repair shows, and changes nothing", async () => {
    const { database, migrations } = await killedAsleep(CALLS);
    const before = await ledgerOf(database);
    const refused = await migrate(server, database, migrations, NEVER);
    expect(refused.code).toBe(4);
    expect(refused.report.failure).toMatchObject({
      code: "PLAN_UNFINISHED",
      version: "2",
      at: { line: 3, column: 1 },
      message: expect.stringContaining("statement 2 of 3"),
      hint: expect.stringContaining("migrate-action repair --version 2"),
    });
    const repair = (...flags: string[]) =>
      migrate(server, database, migrations, { command: "repair", flags });
    for (const flags of [[], ["--version=2"], ["--version=002", "--resolve=skip"]]) {
      const { code, report, stderr } = await repair(...flags);
      expect([code, report.result]).toEqual([0, "planned"]);
      expect(report.repair?.unfinished[0]?.choices.map(({ resolve }) => resolve)).toEqual([
        "resume",
        "skip",
        "done",
        "clear",
      ]);
      expect(stderr).toContain("Nothing was changed.");
    }
    expect(await ledgerOf(database)).toEqual(before);
    for (const [flags, code, exit] of [
      [["--version=2", "--apply"], "INPUT_MISSING", 2],
      [["--resolve=done"], "INPUT_MISSING", 2],
      [["--version=1", "--resolve=done", "--apply"], "REPAIR_REFUSED", 4],
      [["--version=9"], "REPAIR_REFUSED", 4],
    ] as const) {
      const wrong = await repair(...flags);
      expect([wrong.report.failure?.code, wrong.code]).toEqual([code, exit]);
    }
    expect(await ledgerOf(database)).toEqual(before);
  });

  test.each([
    ["resume", [1, 2], "completed"],
    ["skip", [1, 2], "completed"],
    ["done", [1], "completed"],
    ["clear", [1, 1, 2], "completed"],
  ] as const)("is repaired with %s, on record with who chose it", async (resolve, marks, status) => {
    const { database, migrations } = await killedAsleep(CALLS);
    await database.query("DELETE FROM t WHERE a = 1");
    const flags = [`--resolve=${resolve}`, "--version=2", "--apply", "--fail-on=never"];
    const { code, report } = await migrate(server, database, migrations, {
      command: "repair",
      flags,
      env: { GITHUB_ACTOR: "mona" },
    });
    expect([report.failure, code, report.result]).toEqual([null, 0, "applied"]);
    const [entry] = await database.query(
      "SELECT executed_by, status, error_message FROM migration_history WHERE action = 'repair'",
    );
    expect(entry).toMatchObject({ executed_by: "mona", status: "completed" });
    expect(entry?.["error_message"]).toMatch(new RegExp(`^${resolve}: .*2_o\\.sql:3:1, statement 2 of 3; `));
    expect(report.ledger?.applied).toEqual(resolve === "clear" ? ["1"] : ["1", "2"]);
    // What is left of it is what any later run does.
    expect((await migrate(server, database, migrations, NEVER)).code).toBe(0);
    expect((await ledgerOf(database)).map((row) => row.status)).toEqual(["completed", status]);
    expect(await database.query("SELECT b FROM t WHERE a = 2 ORDER BY b")).toEqual(marks.map((b) => ({ b })));
    const again = await migrate(server, database, migrations, { command: "repair" });
    expect([again.code, again.report.result]).toEqual([0, "nothing-to-do"]);
  });

  test("whose file was edited since waits for a repair, which goes on with the file as it is now and puts that on record", async () => {
    const { database, migrations } = await prepared({
      "2_e.sql":
        "-- migrate:no-transaction\nCREATE TABLE e (a int);\nSELECT 1 / (1 - least(count(*), 1)) FROM t;",
    });
    expect((await migrate(server, database, migrations, NEVER)).code).toBe(1);
    writeFiles(migrations, {
      "2_e.sql": "-- migrate:no-transaction\nCREATE TABLE e (a int);\nCREATE TABLE f (a int);",
    });
    const refused = await migrate(server, database, migrations);
    expect([refused.code, refused.report.failure?.code]).toEqual([4, "PLAN_UNFINISHED"]);
    expect(refused.report.failure?.message).toContain("was changed since");
    const flags = ["--version=2", "--resolve=resume", "--apply"];
    const { code, report } = await migrate(server, database, migrations, { command: "repair", flags });
    expect([report.failure, code]).toEqual([null, 0]);
    expect(await relationsOf(database)).toContain("f");
    const next = await migrate(server, database, migrations);
    expect([next.code, next.report.result]).toEqual([0, "nothing-to-do"]);
  });

  test("whose file is gone is missing to a plan, and a repair takes it off the record or puts it there, in production after the phrase", async () => {
    const { database, migrations } = await prepared({});
    const half =
      "INSERT INTO schema_migrations (version, name, status, statements_done) VALUES ('0', 'z', 'running', 1)";
    await database.query(half);
    const repair = (...flags: string[]) =>
      migrate(server, database, migrations, { command: "repair", flags: ["--version=0", ...flags] });
    expect((await migrate(server, database, migrations)).report.failure?.code).toBe("PLAN_MISSING");
    expect((await repair("--resolve=resume", "--apply")).report.failure?.code).toBe("REPAIR_REFUSED");
    const unconfirmed = await repair("--resolve=clear", "--apply", "--environment=production");
    expect([unconfirmed.code, unconfirmed.report.failure?.code]).toEqual([5, "CONFIRMATION_MISSING"]);
    expect(await ledgerOf(database)).toHaveLength(2);
    const confirmed = ["--environment=production", "--confirm=MIGRATE-PRODUCTION"];
    expect((await repair("--resolve=clear", "--apply", ...confirmed)).code).toBe(0);
    expect((await ledgerOf(database)).map(({ version }) => version)).toEqual(["1"]);
    await database.query(half);
    expect((await repair("--resolve=done", "--apply")).code).toBe(0);
    expect((await ledgerOf(database))[0]).toMatchObject({
      version: "0",
      status: "completed",
      statements_done: null,
    });
    const [entry] = await database.query(
      "SELECT version, action, environment, error_message FROM migration_history WHERE environment IS NOT NULL",
    );
    expect(entry).toEqual({
      ...{ version: "0", action: "repair", environment: "production" },
      error_message: "clear: its file is gone.",
    });
  });
});
