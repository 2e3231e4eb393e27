import { expect, onTestFinished, test } from "vitest";
import { runLockKey } from "../../src/database/run-lock.ts";
import { ADVISORY_LOCKS } from "../support/advisory-locks.ts";
import { connect } from "../support/connect.ts";
import { type Forward, forwardTo } from "../support/forward.ts";
import { freePort } from "../support/free-port.ts";
import { isAsleep } from "../support/is-asleep.ts";
import { becomesTrue } from "../support/processes.ts";
import { runCli, startCli } from "../support/run-cli.ts";
import { argsFor, historyOf, ledgerOf, migrate, relationsOf, statesOf } from "../support/runs.ts";
import { describeOnNewest, freshDatabase, type TestDatabase, type TestServer } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

/** As long as a step takes where `t` has its row, which only the target has; no time in a rehearsal. */
const slow = (seconds: number) => `SELECT pg_sleep(${seconds} * count(*)) FROM t;`;

async function prepare(
  server: TestServer,
  files: Readonly<Record<string, string>>,
): Promise<{ database: TestDatabase; migrations: string }> {
  const database = await freshDatabase(server);
  const migrations = makeMigrations({ "0_t.sql": "CREATE TABLE t (id int);" });
  await migrate(server, database, migrations);
  await database.query("INSERT INTO t VALUES (1)");
  writeFiles(migrations, files);
  return { database, migrations };
}

/** `database` by way of `forward`. */
function through(forward: Forward, database: TestDatabase): TestDatabase {
  const url = Object.assign(new URL(database.url), { host: `127.0.0.1:${forward.port}` }).href;
  return { ...database, url };
}

const forwardToServer = ({ url }: TestServer) =>
  forwardTo(0, new URL(url).hostname, Number(new URL(url).port));

/** Pid of the session that holds the run lock of the default ledger. */
async function lockHolder(database: TestDatabase): Promise<number> {
  const key = BigInt.asUintN(64, BigInt(runLockKey({ schema: "public", table: "schema_migrations" })));
  const rows = await database.query<{ pid: number }>(
    `SELECT pid FROM ${ADVISORY_LOCKS} AND granted AND classid::bigint = $1 AND objid::bigint = $2`,
    [String(key >> 32n), String(key & 0xffffffffn)],
  );
  return rows[0]?.pid ?? 0;
}

const SLOW_SECOND = {
  "1_a.sql": "CREATE TABLE a (id int);",
  "2_slow.sql": `CREATE TABLE b (id int);\n${slow(30)}`,
  "3_c.sql": "CREATE TABLE c (id int);",
};

describeOnNewest("a run whose lock is lost", (server) => {
  test("takes back what it is at, begins nothing more, and leaves the rest to the next run", async () => {
    const { database, migrations } = await prepare(server, SLOW_SECOND);
    const cli = startCli(argsFor(server, database, migrations));
    expect(await becomesTrue(() => isAsleep(database), 20_000)).toBe(true);
    await database.query("SELECT pg_terminate_backend($1)", [await lockHolder(database)]);
    const { code, report } = await cli.run;
    expect(report.failure).toMatchObject({
      code: "CONNECTION_LOST",
      message: expect.stringContaining("run lock"),
    });
    expect(code).toBe(1);
    expect(statesOf(report)).toEqual(["1 applied", "2 rolled-back", "3 not-run"]);
    expect(report.ledger).toMatchObject({ applied: ["0", "1"], pending: ["2", "3"] });
    expect(await isAsleep(database)).toBe(false);
  });

  test("lets a file outside a transaction come to its end, and begins nothing after it", async () => {
    const { database, migrations } = await prepare(server, {
      "1_out.sql": `-- migrate:no-transaction\nCREATE TABLE a (id int);\n${slow(3)}\nCREATE TABLE b (id int);`,
      "2_c.sql": "CREATE TABLE c (id int);",
    });
    const cli = startCli(argsFor(server, database, migrations));
    expect(await becomesTrue(() => isAsleep(database), 20_000)).toBe(true);
    await database.query("SELECT pg_terminate_backend($1)", [await lockHolder(database)]);
    const { report } = await cli.run;
    expect(statesOf(report)).toEqual(["1 applied", "2 not-run"]);
    expect(report.failure?.code).toBe("CONNECTION_LOST");
  });
});

describeOnNewest("while a run waits for another", (server) => {
  test("it names the other's workflow run", async () => {
    const { database, migrations } = await prepare(server, SLOW_SECOND);
    const env = {
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_REPOSITORY: "st44/shop",
      GITHUB_RUN_ID: "4711",
    };
    const first = startCli(argsFor(server, database, migrations), { env });
    expect(await becomesTrue(() => isAsleep(database), 20_000)).toBe(true);
    const { code, stderr } = await migrate(server, database, migrations, {
      flags: ["--run-lock-wait=300ms"],
    });
    expect(code).toBe(6);
    expect(stderr).toMatch(/pid \d+ \(migrate-action run 4711 of st44\/shop, user .+, since .+\)/);
    first.child.kill("SIGINT");
    await first.ended;
  });

  test("its own connection may be ended: it waits on with another", async () => {
    const { database, migrations } = await prepare(server, { "1_a.sql": "CREATE TABLE a (id int);" });
    const other = await connect(database.url);
    onTestFinished(() => other.end());
    const key = runLockKey({ schema: "public", table: "schema_migrations" });
    await other.query(`BEGIN; SELECT pg_advisory_xact_lock(${key})`);
    const cli = startCli(argsFor(server, database, migrations));
    await cli.says("Waiting for another run");
    const { length } = await database.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'migrate-action%' AND datname = current_database()",
    );
    expect(length).toBeGreaterThan(1);
    await other.query("ROLLBACK");
    const { code, report } = await cli.run;
    expect({ code, failure: report.failure }).toEqual({ code: 0, failure: null });
    expect(statesOf(report)).toEqual(["1 applied"]);
  });
});

describeOnNewest("a connection that is lost", (server) => {
  test("a migration that calls its connection by another name is not taken for lost while it works", async () => {
    const { database, migrations } = await prepare(server, {
      "1_named.sql": `SET application_name = 'nightly import';\n${slow(6)}`,
    });
    const { code, report, stderr } = await startCli(argsFor(server, database, migrations)).run;
    expect(code, stderr).toBe(0);
    expect(stderr).not.toMatch(/lost|again/i);
    expect(statesOf(report)).toEqual(["1 applied"]);
    expect(await historyOf(database)).toEqual(["0 completed", "1 completed"]);
  });

  test.for([
    ["a new table", "CREATE TABLE a (id int);"],
    [
      "one that is looked at again after the rehearsal",
      "CREATE TABLE a (id int);\nALTER TABLE t ADD note text;",
    ],
  ] as const)("before %s is made, idle for too long, is opened anew", async ([, sql]) => {
    const { database, migrations } = await prepare(server, { "1_a.sql": `${sql}\nSELECT pg_sleep(2.5);` });
    const [{ name } = { name: "" }] = await database.query<{ name: string }>(
      "SELECT current_database() AS name",
    );
    await database.query(`ALTER DATABASE ${name} SET idle_session_timeout = '1s'`);
    const { code, report } = await migrate(server, database, migrations);
    expect({ code, failure: report.failure }).toEqual({ code: 0, failure: null });
    expect(await relationsOf(database)).toContain("a");
  });

  test("silently, packets dropped and nobody told, is noticed, and what cannot be known is called unknown", async () => {
    const { database, migrations } = await prepare(server, SLOW_SECOND);
    const forward = await forwardToServer(server);
    const cli = startCli(
      argsFor(server, through(forward, database), migrations, {
        flags: ["--wait-for-database=3s", "--connect-timeout=2s"],
      }),
    );
    expect(await becomesTrue(() => isAsleep(database), 20_000)).toBe(true);
    forward.stall();
    const { code, report } = await cli.run;
    // The server cannot be asked, so what is unknown is said to be unknown.
    expect(code).toBe(8);
    expect(report.failure?.code).toBe("STATE_UNKNOWN");
    expect(statesOf(report)).toEqual(["1 applied", "2 unknown", "3 unknown"]);
    expect(report.ledger).toBeNull();
  });

  test("and a cancellation in that silence ends within the runner's time", async () => {
    const { database, migrations } = await prepare(server, SLOW_SECOND);
    const forward = await forwardToServer(server);
    const cli = startCli(argsFor(server, through(forward, database), migrations));
    expect(await becomesTrue(() => isAsleep(database), 20_000)).toBe(true);
    forward.stall();
    const since = performance.now();
    cli.child.kill("SIGINT");
    const { code, report } = await cli.run;
    expect(performance.now() - since).toBeLessThan(7_000);
    expect(code).toBe(8);
    expect(statesOf(report)).toEqual(["1 applied", "2 unknown", "3 unknown"]);
  });

  test("with a server whose successor lacks the last commit: it is not called applied", async () => {
    const { database, migrations } = await prepare(server, SLOW_SECOND);
    const forward = await forwardToServer(server);
    const cli = startCli(argsFor(server, through(forward, database), migrations));
    expect(await becomesTrue(() => isAsleep(database), 20_000)).toBe(true);
    forward.leadTo("127.0.0.1", await freePort());
    expect(await becomesTrue(async () => !(await isAsleep(database)), 10_000)).toBe(true);
    // As in a standby that takes over and has not received the last commit.
    await database.query("DROP TABLE a");
    await database.query("DELETE FROM schema_migrations WHERE version = '1'");
    const { hostname, port } = new URL(server.url);
    forward.leadTo(hostname, Number(port));
    const { code, report } = await cli.run;
    expect(report.failure).toMatchObject({ code: "COMMIT_LOST", version: "1" });
    expect(code).toBe(1);
    expect(statesOf(report)).toEqual(["1 rolled-back", "2 rolled-back", "3 not-run"]);
    expect(report.ledger).toMatchObject({ applied: ["0"], pending: ["1", "2", "3"] });
  });

  test("with a run that is killed: what the server was at ends within seconds, and the next run does it, once", async () => {
    const { database, migrations } = await prepare(server, {
      "1_slow.sql": `CREATE TABLE b (id int);\n${slow(30)}`,
    });
    const cli = startCli(argsFor(server, database, migrations));
    expect(await becomesTrue(() => isAsleep(database), 20_000)).toBe(true);
    cli.child.kill("SIGKILL");
    await cli.ended;
    expect(await becomesTrue(async () => !(await isAsleep(database)), 5_000)).toBe(true);
    await database.query("DELETE FROM t");
    const { code } = await runCli(argsFor(server, database, migrations));
    expect(code).toBe(0);
    expect((await ledgerOf(database)).map(({ version, status }) => `${version} ${status}`)).toEqual([
      "0 completed",
      "1 completed",
    ]);
    expect(await historyOf(database)).toEqual(["0 completed", "1 completed"]);
  });
});
