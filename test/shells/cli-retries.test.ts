import { expect, onTestFinished, test } from "vitest";
import { connect } from "../support/connect.ts";
import { isAsleep } from "../support/is-asleep.ts";
import { becomesTrue } from "../support/processes.ts";
import { startCli } from "../support/run-cli.ts";
import { argsFor, historyOf, migrate, relationsOf } from "../support/runs.ts";
import { describeOnServers, freshDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

/** `tries` counts across tries: no rollback takes a sequence's value back. */
const TABLES = "CREATE TABLE a (id int); CREATE TABLE b (id int); CREATE SEQUENCE tries;";

describeOnServers("what the server refuses", (server) => {
  const prepared = async (files: Readonly<Record<string, string>>) => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_tables.sql": TABLES });
    await migrate(server, database, migrations);
    // Only the target has it: in a rehearsal nothing is refused.
    await database.query("INSERT INTO a VALUES (1)");
    writeFiles(migrations, files);
    return { database, migrations };
  };

  test("for a deadlock is tried again, the whole of it, after the other has got through", async () => {
    const { database, migrations } = await prepared({
      "2_both.sql": "CREATE TABLE c (id int);\nALTER TABLE a ADD x int;\nALTER TABLE b ADD y int;",
    });
    const [{ name } = { name: "" }] = await database.query<{ name: string }>(
      "SELECT current_database() AS name",
    );
    // So that it is the run that finds the deadlock, and so is its victim.
    await database.query(`ALTER DATABASE ${name} SET deadlock_timeout = '4s'`);
    const other = await connect(database.url);
    onTestFinished(() => other.end());
    await other.query("SET deadlock_timeout = '5min'; BEGIN; LOCK TABLE b");
    const cli = startCli(argsFor(server, database, migrations, { flags: ["--lock-timeout=60s"] }));
    const waits = async () =>
      (
        await database.query(
          "SELECT FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock' AND relation = 'b'::regclass AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        )
      ).length > 0;
    expect(await becomesTrue(waits, 20_000)).toBe(true);
    await other.query("LOCK TABLE a; INSERT INTO b VALUES (2); COMMIT");
    const { code, report, stderr } = await cli.run;
    expect({ code, failure: report.failure }, stderr).toEqual({ code: 0, failure: null });
    expect(stderr).toMatch(/deadlock detected/);
    expect(report.migrations).toMatchObject([{ version: "2", state: "applied", tries: 2 }]);
    expect(await relationsOf(database)).toContain("c");
    expect(await historyOf(database)).toEqual(["1 completed", "2 completed"]);
  });

  /** Fails with `state` the first `times` times that it runs on the target. */
  const refusing = (state: string, times: number) =>
    `CREATE TABLE c (id int);\nDO $$BEGIN IF EXISTS (SELECT FROM a) AND nextval('tries') <= ${times} THEN RAISE 'as told' USING ERRCODE = '${state}'; END IF; END$$;`;

  test.each([
    ["in a transaction", ""],
    ["outside one", "-- migrate:no-transaction\n"],
  ])("because it could not be serialized is tried again, %s", async (_, header) => {
    const sql = refusing("40001", 2).replace("CREATE TABLE c", "CREATE TABLE IF NOT EXISTS c");
    const { database, migrations } = await prepared({ "2_c.sql": `${header}${sql}` });
    const { code, report, stderr } = await migrate(server, database, migrations);
    expect({ code, failure: report.failure }, stderr).toEqual({ code: 0, failure: null });
    expect(report.migrations).toMatchObject([{ version: "2", state: "applied", tries: 3 }]);
    expect(await historyOf(database)).toEqual(["1 completed", "2 completed"]);
  });

  test("because somebody else wrote the row meanwhile is tried again, with the file's own transaction", async () => {
    const { database, migrations } = await prepared({
      "2_own.sql": `-- migrate:no-transaction
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT count(*) FROM a;
SELECT pg_sleep(3 * count(*)) FROM a;
UPDATE a SET id = id + 1;
COMMIT;`,
    });
    const cli = startCli(argsFor(server, database, migrations));
    expect(await becomesTrue(() => isAsleep(database), 20_000)).toBe(true);
    await database.query("UPDATE a SET id = 10");
    const { code, report, stderr } = await cli.run;
    expect({ code, failure: report.failure }, stderr).toEqual({ code: 0, failure: null });
    expect(report.migrations).toMatchObject([{ version: "2", state: "applied", tries: 2 }]);
    expect(await database.query("SELECT id FROM a")).toEqual([{ id: 11 }]);
  });

  test("after its retries it has failed, and so has what was cancelled, at once", async () => {
    const limited = await prepared({ "2_c.sql": refusing("40P01", 99) });
    const { code, report } = await migrate(server, limited.database, limited.migrations, {
      flags: ["--lock-retries=2"],
    });
    expect(code).toBe(1);
    expect(report.migrations).toMatchObject([{ version: "2", state: "rolled-back", tries: 3 }]);

    const cancelled = await prepared({ "2_c.sql": refusing("57014", 1) });
    const run = await migrate(server, cancelled.database, cancelled.migrations);
    expect(run.code).toBe(1);
    expect(run.report.migrations).toMatchObject([{ version: "2", state: "rolled-back", tries: 1 }]);
    expect(await relationsOf(cancelled.database)).not.toContain("c");
  });
});
