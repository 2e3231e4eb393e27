import { expect, test } from "vitest";
import { connect } from "../support/connect.ts";
import { startOwnServer } from "../support/own-server.ts";
import { findPgBouncer } from "../support/pgbouncer.ts";
import { startPooler } from "../support/pooler.ts";
import { becomesTrue } from "../support/processes.ts";
import { freshRole } from "../support/roles.ts";
import { runCli, startCli } from "../support/run-cli.ts";
import { argsFor, migrate } from "../support/runs.ts";
import { describeOnNewest, describeOnServers, freshDatabase } from "../support/servers.ts";
import { makeMigrations } from "../support/temporary.ts";
import { isLeftClean, wholeState } from "../support/whole-state.ts";

const FILES = { "1_a.sql": "CREATE TABLE a (x int);" };
const pgBouncer = findPgBouncer();
if (pgBouncer === null) console.warn("No full pooler was tried: PgBouncer is not installed.");

describeOnServers("a server without a free connection", (server) => {
  test("by the role's CONNECTION LIMIT: waits as long as it was told, then says what is full and what to raise", async () => {
    const role = await freshRole(server, "CONNECTION LIMIT 1");
    const database = await freshDatabase(server);
    const url = role.urlOf(database);
    const holder = await connect(url);
    const args = ["status", `--database-url=${url}`, `--migrations-path=${makeMigrations(FILES)}`];
    const { code, report, stderr } = await runCli([...args, "--wait-for-database=500ms"]);
    expect([code, report.failure?.code, report.failure?.sqlState]).toEqual([3, "CONNECTION_FAILED", "53300"]);
    expect(report.failure?.message).toContain(`no connection free for user "${role.name}"`);
    expect(report.failure?.hint).toContain("CONNECTION LIMIT");
    expect(report.failure?.hint).not.toContain("Check host and port");
    expect(stderr).toMatch(/waiting/i);

    const waiting = startCli([...args, "--wait-for-database=1min"]);
    await waiting.says("no connection free");
    await holder.end();
    expect((await waiting.run).code).toBe(0);
  });

  test("for the second connection, the run lock's: nothing is begun, and the hint says that two are needed", async () => {
    const role = await freshRole(server, "CONNECTION LIMIT 1");
    const database = await freshDatabase(server);
    await database.query(`GRANT ALL ON SCHEMA public TO ${role.name}`);
    const before = await wholeState(database);
    const seen = { ...database, url: role.urlOf(database) };
    const { code, report } = await migrate(server, seen, makeMigrations(FILES));
    expect([code, report.failure?.code, report.failure?.sqlState]).toEqual([3, "CONNECTION_FAILED", "53300"]);
    expect(report.failure?.hint).toContain("two connections");
    expect(report.migrations).toEqual([]);
    expect(report.ledger).toMatchObject({ applied: [], pending: ["1"] });
    expect(await wholeState(database)).toBe(before);
  });

  test("by the database's CONNECTION LIMIT: the same", async () => {
    const role = await freshRole(server);
    const database = await freshDatabase(server);
    const name = new URL(database.url).pathname.slice(1);
    await database.query(`ALTER DATABASE ${name} CONNECTION LIMIT 0`);
    const seen = { ...database, url: role.urlOf(database) };
    const flags = ["--wait-for-database=300ms"];
    const { code, report } = await migrate(server, seen, makeMigrations(FILES), { command: "plan", flags });
    expect([code, report.failure?.code]).toEqual([3, "CONNECTION_FAILED"]);
    expect(report.failure?.message).toMatch(/no connection free .* too many connections for database/);
  });
});

describeOnNewest("a server whose connections are all taken", () => {
  test("waits for one, and is migrated when one is free; an ordinary user may not take those reserved for superusers", async () => {
    const own = await startOwnServer();
    const role = await freshRole(own);
    const database = await freshDatabase(own);
    await database.query(`GRANT ALL ON SCHEMA public TO ${role.name}`);
    const url = role.urlOf(database);
    const holders: Awaited<ReturnType<typeof connect>>[] = [];
    let last = "";
    while (last === "" && holders.length < 200)
      await connect(url).then(
        (client) => holders.push(client),
        (error) => {
          last = String(error.code);
        },
      );
    expect(last).toBe("53300");
    const migrations = makeMigrations(FILES);
    const seen = { ...database, url };
    const full = await migrate(own, seen, migrations, { flags: ["--wait-for-database=300ms"] });
    expect([full.code, full.report.failure?.code]).toEqual([3, "CONNECTION_FAILED"]);
    expect(full.report.failure?.hint).toContain("max_connections");
    const { run, says } = startCli(argsFor(own, seen, migrations, { flags: ["--wait-for-database=1min"] }));
    await says("no connection free");
    await Promise.all(holders.map((holder) => holder.end()));
    expect((await run).code).toBe(0);
    expect(await isLeftClean(database)).toBe(true);
  });
});

describeOnNewest("a pooler without a free connection", (server) => {
  test.skipIf(pgBouncer === null).each([
    ["max_client_conn = 1", "no more connections allowed"],
    ["max_client_conn = 10\ndefault_pool_size = 1\nquery_wait_timeout = 1", "query_wait_timeout"],
  ])("%s: the pooler's words, and a hint about connections", async (settings, words) => {
    const database = await freshDatabase(server);
    const port = await startPooler(pgBouncer ?? "", server, settings.split("\n"));
    const url = Object.assign(new URL(database.url), { host: `127.0.0.1:${port}` }).href;
    let found: Awaited<ReturnType<typeof connect>> | null = null;
    // The one that saw whether it listens may still count.
    await becomesTrue(async () => {
      found = await connect(url).catch(() => null);
      return found !== null;
    }, 5_000);
    const holder = found as Awaited<ReturnType<typeof connect>> | null;
    if (holder === null) throw new Error("The pooler lets nobody in.");
    await holder.query("BEGIN");
    await holder.query("SELECT 1");
    const flags = ["--wait-for-database=1s", "--connect-timeout=5s"];
    const { code, report } = await migrate(server, { ...database, url }, makeMigrations(FILES), {
      command: "status",
      flags,
    });
    await holder.end();
    expect([code, report.failure?.message]).toEqual([3, expect.stringContaining(words)]);
    expect(report.failure?.hint).toContain("max_client_conn");
  });
});
