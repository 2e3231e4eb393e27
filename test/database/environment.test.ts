import { Client, type ClientConfig } from "pg";
import { expect, onTestFinished, test } from "vitest";
import type { Report } from "../../src/report/report.ts";
import { connect } from "../support/connect.ts";
import { newestInstallation, startOwnServer, startStandby } from "../support/own-server.ts";
import { becomesTrue } from "../support/processes.ts";
import { freshRole } from "../support/roles.ts";
import { migrate, relationsOf } from "../support/runs.ts";
import { describeOnNewest, describeOnServers, freshDatabase } from "../support/servers.ts";
import { canMount, mountSmallDisk } from "../support/small-disk.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

const FIRST = { "1_t.sql": "CREATE TABLE t (n int, s text);" };

/** `kind state` of what was looked at. */
const seen = ({ environment = [] }: Report) => environment.map(({ kind, state }) => `${kind} ${state}`);

const of = ({ environment = [] }: Report, kind: string) => environment.filter((check) => check.kind === kind);

describeOnServers("the environment of a deploy", (server) => {
  test("is looked at by plan, up and down, and by nobody where nothing is to be done", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_t.up.sql": FIRST["1_t.sql"], "1_t.down.sql": "DROP TABLE t;" });
    const kinds = ["connection", "server-version", "rights", "disk", "replication"];
    for (const command of ["plan", "up", "down"]) {
      const { report, stderr } = await migrate(server, database, migrations, { command });
      expect(report.failure).toBeNull();
      expect([...new Set(report.environment?.map(({ kind }) => kind))]).toEqual(kinds);
      expect(stderr).toMatch(/✓ Environment: connection, server, rights/);
    }
    await migrate(server, database, migrations);
    expect((await migrate(server, database, migrations)).report.environment).toBeUndefined();
    expect(
      (await migrate(server, database, migrations, { command: "status" })).report.environment,
    ).toBeUndefined();
  });

  test("rights: a table of another role stops the run before the server does, with the GRANT that mends it", async () => {
    const [role, boss] = [await freshRole(server), await freshRole(server)];
    const database = await freshDatabase(server);
    const user = { ...database, url: role.urlOf(database) };
    const migrations = makeMigrations(FIRST);
    await database.query(`GRANT CREATE ON SCHEMA public TO ${role.name}`);
    expect((await migrate(server, user, migrations)).report.failure).toBeNull();
    await database.query(`ALTER TABLE t OWNER TO ${boss.name}`);
    writeFiles(migrations, { "2_u.sql": "ALTER TABLE t ADD COLUMN more int;" });
    const { code, report } = await migrate(server, user, migrations);
    expect(code).toBe(5);
    const need = report.gate?.needs.find((one) => one.code === "RIGHTS_MISSING");
    expect(need?.message).toContain(
      `"public"."t" belongs to "${boss.name}", and "${role.name}" may not alter it`,
    );
    await database.query(need?.hint.replace("As the owner: ", "") ?? "");
    expect((await migrate(server, user, migrations)).report.failure).toBeNull();
    await database.query(`REVOKE ${boss.name} FROM ${role.name}; ALTER TABLE t OWNER TO ${role.name}`);
  });

  test("rights: a schema in which the role may not create", async () => {
    const role = await freshRole(server);
    const database = await freshDatabase(server);
    const user = { ...database, url: role.urlOf(database) };
    await database.query(`CREATE SCHEMA ledger AUTHORIZATION ${role.name}; CREATE SCHEMA shop`);
    await database.query(`GRANT USAGE ON SCHEMA shop TO ${role.name}`);
    const migrations = makeMigrations({ "1_t.sql": "CREATE TABLE shop.t (n int);" });
    const flags = ["--ledger-schema=ledger"];
    const { code, report } = await migrate(server, user, migrations, { flags });
    expect([code, of(report, "rights").map(({ state }) => state)]).toEqual([5, ["violated"]]);
    expect(report.gate?.needs.map((need) => need.code)).toContain("RIGHTS_MISSING");
    await database.query(`GRANT CREATE ON SCHEMA shop TO ${role.name}`);
    expect((await migrate(server, user, migrations, { flags })).code).toBe(0);
  });

  test("rights: an extension that the server does not have stops the run, and one that it has does not", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_e.sql": "CREATE EXTENSION nobody_has_this;" });
    const { code, report } = await migrate(server, database, migrations);
    expect(code).toBe(5);
    expect(of(report, "rights")[0]?.message).toContain('The server has no extension "nobody_has_this"');
    writeFiles(migrations, { "1_e.sql": "CREATE EXTENSION plpgsql;" });
    const there = await migrate(server, database, migrations, { command: "plan" });
    expect(seen(there.report)).toContain("rights holds");
  });

  test("what write-need says of the ledger's schema is not told twice", async () => {
    const role = await freshRole(server);
    const database = await freshDatabase(server);
    await database.query("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    const user = { ...database, url: role.urlOf(database) };
    const flags = ["--fail-on=never"];
    const { report } = await migrate(server, user, makeMigrations(FIRST), { command: "plan", flags });
    expect(report.notices.join()).toContain("It could not be applied as things are");
    expect(of(report, "rights").map(({ state }) => state)).toEqual(["holds"]);
  });

  test("replication: a standby of which nothing may be read stops a run that sets a limit, and no other", async () => {
    const role = await freshRole(server);
    const database = await freshDatabase(server);
    await database.query(`GRANT CREATE ON SCHEMA public TO ${role.name}`);
    const settings = {
      connectionString: database.url,
      replication: "database",
      application_name: "follower",
    };
    const follower = new Client(settings as ClientConfig);
    await follower.connect();
    onTestFinished(() => follower.end());
    const user = { ...database, url: role.urlOf(database) };
    const migrations = makeMigrations(FIRST);
    const limited = await migrate(server, user, migrations, { flags: ["--max-replication-lag=1s"] });
    expect([limited.code, limited.report.failure?.code]).toEqual([5, "REPLICATION_LAG"]);
    const free = await migrate(server, user, migrations);
    expect(free.code).toBe(0);
    expect(seen(free.report)).toContain("replication not-readable");
  });
});

describeOnNewest("a standby", () => {
  test("that replays nothing stops a run with a limit that it is beyond, and lets it go on when it has caught up", async () => {
    const own = await startOwnServer();
    const standby = await startStandby(own);
    const [database, replica] = [await freshDatabase(own), await connect(standby.url)];
    onTestFinished(() => replica.end());
    const migrations = makeMigrations(FIRST);
    const flags = ["--max-replication-lag=1s"];
    expect(seen((await migrate(own, database, migrations, { flags })).report)).toContain("replication holds");
    await replica.query("SELECT pg_wal_replay_pause()");
    const isBehind = async () => {
      await database.query("INSERT INTO t VALUES (1)");
      const [row] = await database.query(
        "SELECT max(replay_lag) > '2s' AS is_behind FROM pg_stat_replication",
      );
      return row?.["is_behind"] === true;
    };
    expect(await becomesTrue(isBehind, 40_000)).toBe(true);
    writeFiles(migrations, { "2_u.sql": "CREATE TABLE u (n int);" });
    const { code, report } = await migrate(own, database, migrations, { flags });
    expect([code, report.failure?.code]).toEqual([5, "REPLICATION_LAG"]);
    expect(of(report, "replication")[0]).toMatchObject({ state: "violated", figures: { maxLagMs: 1_000 } });
    expect(await relationsOf(database)).not.toContain("u");
    expect((await migrate(own, database, migrations, { command: "plan" })).code).toBe(0);
    await replica.query("SELECT pg_wal_replay_resume()");
    const hasCaughtUp = async () => {
      const [row] = await database.query(
        "SELECT bool_and(replay_lsn = pg_current_wal_lsn()) AS is_there FROM pg_stat_replication",
      );
      return row?.["is_there"] === true;
    };
    expect(await becomesTrue(hasCaughtUp, 30_000)).toBe(true);
    expect((await migrate(own, database, migrations, { flags: ["--max-replication-lag=30s"] })).code).toBe(0);
  }, 150_000);

  test("'s slot whose log is gone is told of", async () => {
    const own = await startOwnServer();
    const database = await freshDatabase(own);
    await database.query("SELECT pg_create_physical_replication_slot('left_behind', true)");
    await database.query("ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'");
    await database.query("SELECT pg_reload_conf()");
    const isLost = async () => {
      await database.query(
        "SELECT pg_switch_wal() FROM pg_logical_emit_message(false, 'x', repeat('x', 1000))",
      );
      await database.query("CHECKPOINT");
      const [row] = await database.query("SELECT wal_status AS status FROM pg_replication_slots");
      return row?.["status"] === "lost";
    };
    expect(await becomesTrue(isLost, 40_000)).toBe(true);
    const { code, report } = await migrate(own, database, makeMigrations(FIRST), { command: "plan" });
    expect([code, seen(report)]).toEqual([0, expect.arrayContaining(["replication warning"])]);
    expect(of(report, "replication")[0]?.message).toContain("left_behind has lost log");
  });
});

describeOnNewest("the disk of a server on this machine", () => {
  test.skipIf(process.platform !== "linux")(
    "is seen, and to a role that may not know its directory it is not",
    async () => {
      const own = await startOwnServer();
      const role = await freshRole(own);
      const database = await freshDatabase(own);
      await database.query(`GRANT CREATE ON SCHEMA public TO ${role.name}`);
      const migrations = makeMigrations(FIRST);
      const { report } = await migrate(own, database, migrations, { command: "plan" });
      expect(of(report, "disk")[0]?.figures).toMatchObject({
        path: expect.stringContaining(own.local.directory),
        freeBytes: expect.any(Number),
        neededBytes: 0,
      });
      const user = { ...database, url: role.urlOf(database) };
      const other = await migrate(own, user, migrations, { command: "plan" });
      expect(of(other.report, "disk")).toMatchObject([
        { state: "not-readable", message: expect.stringContaining("pg_read_all_settings") },
      ]);
    },
  );

  test.skipIf(!canMount)(
    "that a rewrite would fill stops the run; `fail-on: never` lets the server find out",
    async () => {
      const own = await startOwnServer();
      const disk = await mountSmallDisk(24, newestInstallation().binDirectory);
      const database = await freshDatabase(own);
      await database.query(`CREATE TABLESPACE small LOCATION '${disk}'`);
      const migrations = makeMigrations(FIRST);
      expect((await migrate(own, database, migrations)).report.failure).toBeNull();
      await database.query("ALTER TABLE t SET TABLESPACE small");
      await database.query(
        "INSERT INTO t SELECT n, repeat(md5(n::text), 20) FROM generate_series(1, 20000) n",
      );
      await database.query("CHECKPOINT");
      writeFiles(migrations, { "2_wide.sql": "ALTER TABLE t ALTER n TYPE bigint;" });
      const plain = ["--fail-on=never"];
      const { code, report } = await migrate(own, database, migrations, { command: "plan", flags: plain });
      expect(code).toBe(0);
      const found = of(report, "disk").find(({ state }) => state === "violated");
      expect(found?.figures).toMatchObject({ path: disk });
      expect(Number(found?.figures["rewriteBytes"])).toBeGreaterThan(Number(found?.figures["freeBytes"]));
      const strict = await migrate(own, database, migrations, { flags: ["--fail-on=never"] });
      // The server says itself that its disk is full: nothing of it was foreseen wrongly.
      expect([strict.code, strict.report.failure?.sqlState]).toEqual([1, "53100"]);
      const stopped = await migrate(own, database, migrations);
      expect(stopped.code).toBe(5);
      expect(stopped.report.gate?.needs.map((need) => need.code)).toContain("DISK_TOO_SMALL");
      await database.query("DELETE FROM t WHERE n > 100");
      await database.query("VACUUM FULL t");
      expect((await migrate(own, database, migrations, { flags: plain })).code).toBe(0);
    },
  );
});
