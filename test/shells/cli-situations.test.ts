import { join } from "node:path";
import { expect, test } from "vitest";
import { fixture, ROOT } from "../support/built.ts";
import { startCutOffPooler } from "../support/cut-off-pooler.ts";
import { forwardTo } from "../support/forward.ts";
import { freePort } from "../support/free-port.ts";
import { runCli, startCli } from "../support/run-cli.ts";
import { historyOf, ledgerOf, migrate, relationsOf, statesOf } from "../support/runs.ts";
import { describeOnServers, freshDatabase } from "../support/servers.ts";
import { startSilentServer } from "../support/silent-server.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

const EXAMPLE = join(ROOT, "migrations-example");
const NUMBERS = ["000", "001", "011", "012", "013", "014", "015", "016"];

describeOnServers("the command line", (server) => {
  const up = (url: string, ...flags: string[]) => runCli(["up", `--database-url=${url}`, ...flags]);

  test("on a fresh database, after a rehearsal on a throwaway server, applies all there is and records each once", async () => {
    const database = await freshDatabase(server);
    const { code, report } = await up(database.url, `--migrations-path=${EXAMPLE}`, "--rehearsal=server");
    expect(report.failure).toBeNull();
    expect(code).toBe(0);
    expect(report.result).toBe("applied");
    expect(report.rehearsal).toMatchObject({ site: "server", ok: true, notRehearsed: [] });
    expect(statesOf(report)).toEqual(NUMBERS.map((number) => `${number} applied`));
    expect(report.ledger).toMatchObject({
      previousVersion: null,
      currentVersion: "016",
      applied: NUMBERS,
      pending: [],
    });
    expect((await ledgerOf(database)).map(({ version, status }) => `${version} ${status}`)).toEqual(
      NUMBERS.map((number) => `${number} completed`),
    );
    expect(await relationsOf(database)).toEqual(expect.arrayContaining(["users", "households", "tasks"]));
  });

  test("run again, changes nothing: neither the ledger nor its history, and needs no rehearsal", async () => {
    const database = await freshDatabase(server);
    await migrate(server, database, EXAMPLE);
    const before = [await ledgerOf(database), await historyOf(database)];
    const { code, report, stderr } = await migrate(server, database, EXAMPLE);
    expect(code).toBe(0);
    expect(report).toMatchObject({ result: "nothing-to-do", migrations: [], rehearsal: null, batch: null });
    expect(report.ledger).toMatchObject({ applied: NUMBERS, pending: [] });
    expect(stderr).toContain("Nothing to do");
    expect([await ledgerOf(database), await historyOf(database)]).toEqual(before);
  });

  test("waits for a server that is away, though a pooler lets everybody in meanwhile", async () => {
    const database = await freshDatabase(server);
    const way = await forwardTo(0, "127.0.0.1", await startCutOffPooler());
    const { settings } = database;
    const url = Object.assign(new URL(database.url), { host: `127.0.0.1:${way.port}` }).href;
    const cli = startCli(["up", `--database-url=${url}`, `--migrations-path=${EXAMPLE}`]);
    await cli.says("Waiting for the database");
    way.leadTo(settings.host, settings.port);
    const { code, report } = await cli.run;
    expect({ code, failure: report.failure }).toEqual({ code: 0, failure: null });
    expect(report.ledger).toMatchObject({ applied: NUMBERS, pending: [] });
  });

  test("on a partly migrated database, applies only what is pending, in a batch of its own", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_a.sql": "CREATE TABLE a (id int);" });
    await migrate(server, database, migrations);
    writeFiles(migrations, { "2_b.sql": "CREATE TABLE b (id int);", "10_c.sql": "ALTER TABLE b ADD c int;" });
    const { code, report } = await migrate(server, database, migrations);
    expect(code).toBe(0);
    expect(report.migrations.map(({ version }) => version)).toEqual(["2", "10"]);
    expect(report.batch).toBe(2);
    expect((await ledgerOf(database)).map(({ version, batch }) => `${version}: ${batch}`)).toEqual([
      "1: 1",
      "10: 2",
      "2: 2",
    ]);
  });

  test("with a file that is no SQL, fails in the rehearsal with file, line and column; the target has nothing", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({
      "001_good.sql": "CREATE TABLE good (id int);\n",
      "002_bad.sql": "-- a comment\nCREATE TABLE 🐘 (id int);\nCREATE TABEL x ();\n",
    });
    const { code, report, stderr } = await migrate(server, database, migrations);
    expect(code).toBe(5);
    expect(report.result).toBe("refused");
    expect(report.failure).toMatchObject({
      code: "REHEARSAL_FAILED",
      version: "002",
      sqlState: "42601",
      at: { file: join(migrations, "002_bad.sql"), line: 3, column: 8 },
      statement: "CREATE TABEL x ()",
    });
    expect(stderr).toContain("002_bad.sql:3:8");
    expect(report.ledger).toMatchObject({ applied: [], pending: ["001", "002"] });
    expect(await relationsOf(database)).toEqual([]);
  });

  test("with a file that fails anywhere, counts the column in characters and not in UTF-16 units", async () => {
    const database = await freshDatabase(server);
    const { code, report } = await migrate(server, database, fixture("failing"));
    expect(code).toBe(5);
    expect(report.failure).toMatchObject({ version: "002", sqlState: "42703", at: { line: 5, column: 42 } });
    expect(await relationsOf(database)).toEqual([]);
  });

  test("without a server, keeps trying as long as it was told, then exits 3", async () => {
    const url = `postgres://someone@127.0.0.1:${await freePort()}/nothing`;
    const { code, report, stderr } = await up(
      url,
      `--migrations-path=${EXAMPLE}`,
      "--wait-for-database=300ms",
    );
    expect(code).toBe(3);
    expect(report.failure).toMatchObject({ code: "CONNECTION_FAILED" });
    expect(report).toMatchObject({ ledger: null, target: null });
    expect(stderr).toMatch(/waiting/i);
  });

  test("with files that are wrong waits for no server, absent or silent", async () => {
    const { port } = await startSilentServer();
    for (const at of [port, await freePort()]) {
      const { code, report } = await up(
        `postgres://x@127.0.0.1:${at}/y`,
        `--migrations-path=${makeMigrations({ "1_a.sql": "", "01_b.sql": "" })}`,
        "--connect-timeout=1h",
        "--wait-for-database=1h",
      );
      expect(code).toBe(4);
      expect(report.failure?.code).toBe("VERSION_DUPLICATE");
    }
  });

  test("waits for a server that comes later", async () => {
    const database = await freshDatabase(server);
    const port = await freePort();
    const { hostname, port: realPort } = new URL(database.url);
    const later = Object.assign(new URL(database.url), { hostname: "127.0.0.1", port: String(port) }).href;
    const cli = startCli(["status", `--database-url=${later}`, `--migrations-path=${EXAMPLE}`]);
    await cli.says("No PostgreSQL server");
    await forwardTo(port, hostname, Number(realPort));
    expect((await cli.run).report).toMatchObject({ exitCode: 0, target: { port } });
  });

  test("with a wrong password, is turned away at once however long it may wait", async () => {
    const database = await freshDatabase(server);
    const wrong = Object.assign(new URL(database.url), { password: "wr0ng-one" }).href;
    const { code, report, stderr } = await up(
      wrong,
      `--migrations-path=${EXAMPLE}`,
      "--wait-for-database=1h",
    );
    expect(code).toBe(3);
    expect(report.failure).toMatchObject({ code: "AUTHENTICATION_FAILED", sqlState: "28P01" });
    expect(stderr).not.toContain("wr0ng-one");
  });

  test("with a database that does not exist, says so at once", async () => {
    const missing = Object.assign(new URL(server.url), { pathname: "/not_there" }).href;
    const { code, report } = await up(missing, `--migrations-path=${EXAMPLE}`, "--wait-for-database=1h");
    expect(code).toBe(3);
    expect(report.failure?.code).toBe("DATABASE_MISSING");
    expect(report.failure?.message).toContain('"not_there"');
  });

  test("with a server that accepts and never answers, gives up after its connect-timeout", async () => {
    const { port } = await startSilentServer();
    const { code, report } = await up(
      `postgres://x@127.0.0.1:${port}/y`,
      `--migrations-path=${EXAMPLE}`,
      "--connect-timeout=200ms",
      "--wait-for-database=0s",
    );
    expect(code).toBe(3);
    expect(report.failure?.code).toBe("CONNECTION_FAILED");
  });
});
