import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { builtProgram, plainEnvironment, ROOT } from "../support/built.ts";
import { isAsleep } from "../support/is-asleep.ts";
import { becomesTrue } from "../support/processes.ts";
import { startAction } from "../support/run-action.ts";
import { startCli } from "../support/run-cli.ts";
import { argsFor, historyOf, ledgerOf, migrate, relationsOf, statesOf } from "../support/runs.ts";
import { describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { startSilentServer } from "../support/silent-server.ts";
import { spawnProgram } from "../support/spawned.ts";
import { makeDirectory, makeMigrations, writeFiles } from "../support/temporary.ts";

/** Longest time from a signal to the end: the runner kills after 7.5 s. */
const END_WITHIN_MS = 7_000;

/** Runs for a minute where `t` has its row, which only the target has, and for no time in a rehearsal. */
const SLOW = "SELECT pg_sleep(60 * count(*)) FROM t;";

describeOnServers("a run that is cancelled", (server) => {
  const prepared = async (files: Readonly<Record<string, string>>) => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "0_t.sql": "CREATE TABLE t (id int);" });
    await migrate(server, database, migrations);
    await database.query("INSERT INTO t VALUES (1)");
    writeFiles(migrations, files);
    return { database, migrations };
  };
  const untilAsleep = (database: TestDatabase) => becomesTrue(() => isAsleep(database), 20_000);
  const TRANSACTIONAL = {
    "1_a.sql": "CREATE TABLE a (id int);",
    "2_slow.sql": `CREATE TABLE b (id int);\n${SLOW}`,
    "3_c.sql": "CREATE TABLE c (id int);",
  };

  test("by SIGINT in a long statement takes that migration back, keeps those before it, and ends with 7 in time", async () => {
    const { database, migrations } = await prepared(TRANSACTIONAL);
    const cli = startCli(argsFor(server, database, migrations));
    expect(await untilAsleep(database)).toBe(true);
    const since = performance.now();
    cli.child.kill("SIGINT");
    const { code, report } = await cli.run;
    expect(performance.now() - since).toBeLessThan(END_WITHIN_MS);
    expect(code).toBe(7);
    expect(report).toMatchObject({
      result: "cancelled",
      failure: { code: "CANCELLED", version: "2" },
      ledger: { currentVersion: "1", pending: ["2", "3"] },
    });
    expect(statesOf(report)).toEqual(["1 applied", "2 rolled-back", "3 not-run"]);
    expect(await isAsleep(database)).toBe(false);
    expect((await relationsOf(database)).filter((name) => name.length === 1)).toEqual(["a", "t"]);
    expect((await ledgerOf(database)).map(({ version }) => version)).toEqual(["0", "1"]);
    expect(await historyOf(database)).toEqual(["0 completed", "1 completed", "2 failed"]);
  });

  test("in a migration that calls its connection by another name it is cancelled as well", async () => {
    const named = { "1_named.sql": `SET application_name = 'nightly import';\n${SLOW}` };
    const { database, migrations } = await prepared(named);
    const cli = startCli(argsFor(server, database, migrations));
    expect(await untilAsleep(database)).toBe(true);
    cli.child.kill("SIGINT");
    const { code, report, stderr } = await cli.run;
    expect({ code, failure: report.failure?.code }).toEqual({ code: 7, failure: "CANCELLED" });
    expect(statesOf(report)).toEqual(["1 rolled-back"]);
    // The server was told, and answered: the connection did not have to be left.
    expect(stderr).not.toMatch(/did not stop in time/);
    expect(await isAsleep(database)).toBe(false);
    expect(await historyOf(database)).toEqual(["0 completed", "1 failed"]);
  });

  test("by SIGTERM as an action writes its summary, its outputs and its report, and fails its step", async () => {
    const { database, migrations } = await prepared(TRANSACTIONAL);
    const action = startAction({
      "database-url": database.url,
      "shadow-url": server.url,
      "migrations-path": migrations,
    });
    expect(await untilAsleep(database)).toBe(true);
    const since = performance.now();
    action.child.kill("SIGTERM");
    const { code, outputs, summary, report, state } = await action.run;
    expect(performance.now() - since).toBeLessThan(END_WITHIN_MS);
    expect(code).toBe(1);
    expect(outputs).toMatchObject({
      result: "cancelled",
      "failure-reason": "CANCELLED",
      applied: '["1"]',
      pending: '["2","3"]',
      "pending-count": "2",
      "current-version": "1",
      changed: "true",
    });
    expect(summary).toContain("Cancelled");
    expect(report.exitCode).toBe(7);
    expect(state["told"]).toBe("true");
    expect((await ledgerOf(database)).map(({ version }) => version)).toEqual(["0", "1"]);
  });

  test("outside a transaction leaves the file on record as failed, with how far it came", async () => {
    const { database, migrations } = await prepared({
      "1_out.sql": `-- migrate:no-transaction\nCREATE TABLE a (id int);\n${SLOW}\nCREATE TABLE b (id int);`,
    });
    const cli = startCli(argsFor(server, database, migrations));
    expect(await untilAsleep(database)).toBe(true);
    cli.child.kill("SIGINT");
    const { code, report } = await cli.run;
    expect(code).toBe(7);
    expect(report.migrations).toMatchObject([{ version: "1", state: "failed" }]);
    expect((await ledgerOf(database))[1]).toMatchObject({
      version: "1",
      status: "failed",
      statements_done: 1,
    });
  });

  test("while it rehearses changes nothing, and takes its scratch database away", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({
      "1_slow.sql": "CREATE TABLE a (id int);\nSELECT pg_sleep(60), 'cancelled while rehearsing';",
    });
    const cli = startCli(argsFor(server, database, migrations));
    const scratch = async () => {
      const rows = await database.query<{ datname: string }>(
        "SELECT datname FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND query LIKE '%cancelled while rehearsing%' AND pid <> pg_backend_pid()",
      );
      return rows[0]?.datname;
    };
    expect(await becomesTrue(async () => (await scratch()) !== undefined, 20_000)).toBe(true);
    const name = await scratch();
    const since = performance.now();
    cli.child.kill("SIGINT");
    const { code, report } = await cli.run;
    expect(performance.now() - since).toBeLessThan(END_WITHIN_MS);
    expect(code).toBe(7);
    expect(report.ledger).toMatchObject({ pending: ["1"] });
    expect(await relationsOf(database)).toEqual([]);
    expect(await database.query("SELECT 1 FROM pg_database WHERE datname = $1", [name])).toEqual([]);
  });

  test("while it waits for a server ends at once", async () => {
    const cli = startCli([
      "up",
      "--database-url=postgres://nobody@127.0.0.1:1/x",
      "--migrations-path=migrations-example",
      "--wait-for-database=1h",
    ]);
    await cli.says("No PostgreSQL server");
    cli.child.kill("SIGTERM");
    expect(await cli.run).toMatchObject({ code: 7, report: { result: "cancelled" } });
  });

  test("while a server does not answer ends at once", async () => {
    const { server: silent, port } = await startSilentServer();
    const cli = startCli([
      "up",
      `--database-url=postgres://nobody@127.0.0.1:${port}/x`,
      "--migrations-path=migrations-example",
      "--connect-timeout=1h",
    ]);
    await once(silent, "connection");
    cli.child.kill("SIGTERM");
    expect(await cli.run).toMatchObject({ code: 7, report: { result: "cancelled" } });
  });

  test("when all is done already still writes its report, and ends with its own exit code", async () => {
    const database = await freshDatabase(server);
    const directory = makeMigrations({ "1_a.sql": "CREATE TABLE a (id int);" });
    // Nobody reads from it yet: the run stays in the middle of writing its report.
    const reportPath = join(makeDirectory(), "report");
    execFileSync("mkfifo", [reportPath]);
    const args = [...argsFor(server, database, directory), `--report-path=${reportPath}`];
    const options = { env: plainEnvironment(), cwd: ROOT };
    const cli = spawnProgram(builtProgram("cli.js"), args, options);
    const isApplied = async () => (await relationsOf(database)).includes("a");
    expect(await becomesTrue(isApplied, 20_000)).toBe(true);
    await sleep(500);
    for (let times = 0; times < 2; times++) cli.child.kill("SIGINT");
    await sleep(500);
    expect(cli.child.signalCode).toBeNull();
    const report = JSON.parse(await readFile(reportPath, "utf8"));
    const { code } = await cli.ended;
    expect([0, 7]).toContain(code);
    expect(report).toMatchObject({ exitCode: code, ledger: { applied: ["1"], pending: [] } });
  });
});
