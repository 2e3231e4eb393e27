import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { runLockKey } from "../../src/database/run-lock.ts";
import { connect } from "../support/connect.ts";
import { isAsleep } from "../support/is-asleep.ts";
import { becomesTrue } from "../support/processes.ts";
import { startCli } from "../support/run-cli.ts";
import { argsFor, historyOf, ledgerOf, migrate, relationsOf, statesOf } from "../support/runs.ts";
import { describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

/** A session of somebody else that holds a lock on `table` until `release`. */
async function holdLock(
  database: TestDatabase,
  table: string,
): Promise<{ release(): Promise<void>; pid: number }> {
  const client = await connect(`${database.url}?application_name=a%20long%20report`);
  await client.query(`BEGIN; LOCK TABLE ${table} IN ACCESS SHARE MODE`);
  const { rows } = await client.query("SELECT pg_backend_pid() AS pid");
  const release = () => client.end().catch(() => undefined);
  onTestFinished(release);
  return { release, pid: rows[0].pid };
}

describeOnServers("a lock that somebody else holds", (server) => {
  const prepared = async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_t.sql": "CREATE TABLE t (id int);" });
    await migrate(server, database, migrations);
    writeFiles(migrations, {
      "2_u.sql": "CREATE TABLE u (id int);",
      "3_t.sql": "CREATE TABLE v (id int);\nALTER TABLE t ADD COLUMN a int;",
      "4_w.sql": "CREATE TABLE w (id int);",
    });
    return { database, migrations };
  };

  test("for a while only makes the migration try again, the whole of it, and says who was in the way", async () => {
    const { database, migrations } = await prepared();
    const holder = await holdLock(database, "t");
    const cli = startCli(
      argsFor(server, database, migrations, { flags: ["--lock-timeout=600ms", "--lock-retries=50"] }),
    );
    await cli.says(`pid ${holder.pid} (a long report`);
    await cli.says("try 2");
    await holder.release();
    const { code, report } = await cli.run;
    expect(report.failure).toBeNull();
    expect(code).toBe(0);
    expect(statesOf(report)).toEqual(["2 applied", "3 applied", "4 applied"]);
    expect(report.migrations[1]?.tries).toBeGreaterThan(1);
    expect([report.migrations[0]?.tries, report.migrations[2]?.tries]).toEqual([1, 1]);
    expect(await historyOf(database)).toEqual(["1 completed", "2 completed", "3 completed", "4 completed"]);
  });

  test("for good makes it fail after its retries, with nothing of it left", async () => {
    const { database, migrations } = await prepared();
    await holdLock(database, "t");
    const { code, report } = await migrate(server, database, migrations, {
      flags: ["--lock-timeout=50ms", "--lock-retries=2"],
    });
    expect(code).toBe(1);
    expect(report.failure).toMatchObject({
      code: "MIGRATION_FAILED",
      version: "3",
      sqlState: "55P03",
      at: { line: 2, column: 1 },
    });
    expect(report.migrations.map(({ version, state, tries }) => `${version} ${state} ${tries}`)).toEqual([
      "2 applied 1",
      "3 rolled-back 3",
      "4 not-run 0",
    ]);
    expect(await relationsOf(database)).not.toContain("v");
    expect(await historyOf(database)).toEqual(["1 completed", "2 completed", "3 failed"]);
  });
});

describeOnServers("locks that are held one after the other", (server) => {
  test("are not waited for longer in one try than a single one", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_t.sql": "CREATE TABLE t (id int); CREATE TABLE u (id int);" });
    await migrate(server, database, migrations);
    writeFiles(migrations, { "2_a.sql": "ALTER TABLE t ADD a int;\nALTER TABLE u ADD a int;" });
    const [first, second] = [await holdLock(database, "t"), await holdLock(database, "u")];
    const cli = startCli(
      argsFor(server, database, migrations, { flags: ["--lock-timeout=4s", "--lock-retries=1"] }),
    );
    await cli.says(`pid ${first.pid} (a long report`);
    await sleep(1_500);
    await first.release();
    // The server alone would give the second wait 4 s of its own.
    await cli.says("one lock after the other");
    await second.release();
    const { code, report } = await cli.run;
    expect({ code, failure: report.failure }).toEqual({ code: 0, failure: null });
    expect(report.migrations).toMatchObject([{ version: "2", state: "applied", tries: 2 }]);
    expect(await historyOf(database)).toEqual(["1 completed", "2 completed"]);
  });

  test("make it fail after its retries as one does, with the place", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_t.sql": "CREATE TABLE t (id int); CREATE TABLE u (id int);" });
    await migrate(server, database, migrations);
    writeFiles(migrations, { "2_a.sql": "ALTER TABLE t ADD a int;\nALTER TABLE u ADD a int;" });
    const [first] = [await holdLock(database, "t"), await holdLock(database, "u")];
    const cli = startCli(
      argsFor(server, database, migrations, { flags: ["--lock-timeout=4s", "--lock-retries=0"] }),
    );
    await cli.says(`pid ${first.pid} (a long report`);
    await sleep(1_500);
    await first.release();
    const { code, report } = await cli.run;
    expect(code).toBe(1);
    expect(report.failure).toMatchObject({
      code: "MIGRATION_FAILED",
      message: expect.stringContaining("one lock after the other"),
      sqlState: "55P03",
      version: "2",
      at: { line: 2, column: 1 },
    });
    expect(await historyOf(database)).toEqual(["1 completed", "2 failed"]);
  });
});

describeOnServers("the run lock", (server) => {
  test("lets of two runs at once one apply all, and the other find nothing left to do", async () => {
    const database = await freshDatabase(server);
    const files = Array.from({ length: 5 }, (_, index) => [
      `${index + 1}_m.sql`,
      `CREATE TABLE t${index + 1} (id int);\nSELECT pg_sleep(0.1);`,
    ]);
    const migrations = makeMigrations(Object.fromEntries(files));
    const runs = await Promise.all([
      migrate(server, database, migrations),
      migrate(server, database, migrations),
    ]);
    for (const { code, report } of runs)
      expect({ code, failure: report.failure }).toEqual({ code: 0, failure: null });
    expect(
      runs.map(({ report }) => report.migrations.filter(({ state }) => state === "applied").length).sort(),
    ).toEqual([0, 5]);
    expect(runs.map(({ report }) => report.result).sort()).toEqual(["applied", "nothing-to-do"]);
    const versions = ["1", "2", "3", "4", "5"];
    expect((await ledgerOf(database)).map(({ version }) => version)).toEqual(versions);
    expect(await historyOf(database)).toEqual(versions.map((version) => `${version} completed`));
  });

  test("that is held too long ends the run with 6 and the holder's name, and nothing applied", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_t.sql": "CREATE TABLE t (id int);" });
    const holder = await connect(`${database.url}?application_name=the%20other%20run`);
    onTestFinished(() => holder.end());
    await holder.query(
      `BEGIN; SELECT pg_advisory_xact_lock(${runLockKey({ schema: "public", table: "schema_migrations" })})`,
    );
    const { code, report } = await migrate(server, database, migrations, {
      flags: ["--run-lock-wait=300ms"],
    });
    expect(code).toBe(6);
    expect(report.failure).toMatchObject({
      code: "RUN_LOCKED",
      message: expect.stringContaining("the other run"),
      hint: expect.any(String),
    });
    expect(report.ledger).toMatchObject({ pending: ["1"] });
    expect(await relationsOf(database)).toEqual([]);
    const elsewhere = await migrate(server, database, migrations, {
      flags: ["--run-lock-wait=300ms", "--ledger-table=others"],
    });
    expect(elsewhere.code).toBe(0);
  });

  test("goes with its run: one that is killed leaves nothing to clear, and what the server goes on with is not done twice", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "0_t.sql": "CREATE TABLE t (id int);" });
    await migrate(server, database, migrations);
    await database.query("INSERT INTO t VALUES (1)");
    writeFiles(migrations, {
      "1_slow.sql": "CREATE TABLE s (id int); SELECT pg_sleep(2 * count(*)) FROM t;",
    });
    const cli = startCli(argsFor(server, database, migrations));
    await cli.says("Applying");
    expect(await becomesTrue(() => isAsleep(database), 10_000)).toBe(true);
    cli.child.kill("SIGKILL");
    await cli.ended;
    // Whether the server was done with it or has taken it back, or is at it still: it is done after this one.
    expect(await migrate(server, database, migrations)).toMatchObject({ code: 0 });
    expect((await ledgerOf(database)).map(({ version, status }) => `${version} ${status}`)).toEqual([
      "0 completed",
      "1 completed",
    ]);
    expect((await historyOf(database)).filter((entry) => entry === "1 completed")).toHaveLength(1);
  });
});

describeOnServers("a lock that somebody else holds, for a file outside a transaction", (server) => {
  test("makes the statement try again, with its own transaction, and what is done is not repeated", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_t.sql": "CREATE TABLE t (id int); CREATE TABLE m (what text);" });
    await migrate(server, database, migrations);
    writeFiles(migrations, {
      "2_out.sql": `-- migrate:no-transaction
INSERT INTO m VALUES ('before');
BEGIN;
INSERT INTO m VALUES ('within');
ALTER TABLE t ADD COLUMN a int;
COMMIT;
ALTER TABLE t ADD COLUMN b int;
INSERT INTO m VALUES ('after');`,
    });
    const holder = await holdLock(database, "t");
    const cli = startCli(
      argsFor(server, database, migrations, { flags: ["--lock-timeout=400ms", "--lock-retries=50"] }),
    );
    await cli.says("try 2");
    await holder.release();
    const { code, report } = await cli.run;
    expect({ code, failure: report.failure }).toEqual({ code: 0, failure: null });
    const marks = await database.query<{ what: string }>("SELECT what FROM m ORDER BY ctid");
    expect(marks.map(({ what }) => what)).toEqual(["before", "within", "after"]);
  });

  test("for good makes it fail after its retries, on record with what is done", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_t.sql": "CREATE TABLE t (id int);" });
    await migrate(server, database, migrations);
    writeFiles(migrations, {
      "2_out.sql": "-- migrate:no-transaction\nCREATE TABLE a (id int);\nALTER TABLE t ADD COLUMN b int;",
    });
    await holdLock(database, "t");
    const { code, report } = await migrate(server, database, migrations, {
      flags: ["--lock-timeout=50ms", "--lock-retries=2"],
    });
    expect(code).toBe(1);
    expect(report.failure).toMatchObject({ version: "2", sqlState: "55P03" });
    expect(report.migrations).toMatchObject([{ version: "2", state: "failed", tries: 3 }]);
    expect((await ledgerOf(database))[1]).toMatchObject({ status: "failed", statements_done: 1 });
  });
});
