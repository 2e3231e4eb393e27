import { expect, test } from "vitest";
import { connect } from "../support/connect.ts";
import { startOwnServer, startStandby } from "../support/own-server.ts";
import { freshRole } from "../support/roles.ts";
import { runAction } from "../support/run-action.ts";
import { runCli, startCli } from "../support/run-cli.ts";
import { argsFor, migrate } from "../support/runs.ts";
import { describeOnNewest, describeOnServers, freshDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";
import { isLeftClean, wholeState } from "../support/whole-state.ts";

const FILES = { "1_t.up.sql": "CREATE TABLE t (a int);", "1_t.down.sql": "DROP TABLE t;" };
const NEXT = { "2_u.up.sql": "CREATE TABLE u (a int);", "2_u.down.sql": "DROP TABLE u;" };

/** Many runs one after the other. */
const LONG = 180_000;

describeOnServers("a user for whom the database is read-only", (server) => {
  const settings = {
    "by ALTER ROLE": {
      statement: (role: string) => `ALTER ROLE ${role} SET default_transaction_read_only = on`,
      remedy: /ALTER ROLE "\w+" RESET default_transaction_read_only/,
    },
    "by ALTER DATABASE": {
      statement: (_: string, name: string) => `ALTER DATABASE ${name} SET default_transaction_read_only = on`,
      remedy: /ALTER DATABASE "\w+" RESET default_transaction_read_only/,
    },
    "by ALTER ROLE … IN DATABASE": {
      statement: (role: string, name: string) =>
        `ALTER ROLE ${role} IN DATABASE ${name} SET default_transaction_read_only = on`,
      remedy: /ALTER ROLE "\w+" IN DATABASE "\w+" RESET default_transaction_read_only/,
    },
  };

  test.each(Object.entries(settings))(
    "%s … SET: every command that writes is refused before the rehearsal, with what takes the setting back; what reads goes on",
    async (_, { statement, remedy }) => {
      const role = await freshRole(server);
      const database = await freshDatabase(server);
      const name = new URL(database.url).pathname.slice(1);
      await database.query(`ALTER DATABASE ${name} OWNER TO ${role.name}`);
      await database.query(`GRANT ALL ON SCHEMA public TO ${role.name}`);
      const migrations = makeMigrations(FILES);
      const asRole = { ...database, url: role.urlOf(database) };
      const run = (command: string, ...flags: string[]) =>
        migrate(server, asRole, migrations, { command, flags });
      expect((await run("up")).report.failure).toBeNull();
      writeFiles(migrations, NEXT);
      await database.query(statement(role.name, name));
      const before = await wholeState(database);
      for (const command of ["up", "down", "baseline"]) {
        const { code, report } = await run(command);
        expect([command, code, report.result, report.failure?.code, report.rehearsal]).toEqual([
          command,
          3,
          "failed",
          "TARGET_READ_ONLY",
          null,
        ]);
        expect(report.failure?.hint).toMatch(remedy);
        expect(report.ledger).toMatchObject({ applied: ["1"], pending: ["2"] });
      }
      const plan = await run("plan");
      expect([plan.code, plan.report.result, plan.report.rehearsal?.ok]).toEqual([0, "planned", true]);
      expect(plan.report.notices.join()).toMatch(/could not be applied as things are: .*read-only/);
      for (const command of ["status", "history"]) expect((await run(command)).code).toBe(0);
      expect(await wholeState(database)).toBe(before);
    },
    LONG,
  );

  test("with nothing pending it has nothing to do, as anywhere", async () => {
    const role = await freshRole(server);
    const database = await freshDatabase(server);
    const migrations = makeMigrations(FILES);
    await migrate(server, database, migrations);
    await database.query(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role.name}`);
    await database.query(`ALTER ROLE ${role.name} SET default_transaction_read_only = on`);
    const { code, report } = await migrate(server, { ...database, url: role.urlOf(database) }, migrations);
    expect([code, report.result]).toEqual([0, "nothing-to-do"]);
  });

  test("by options in the URL: the hint says to take them out", async () => {
    const database = await freshDatabase(server);
    const url = `${database.url}?options=-c%20default_transaction_read_only%3Don`;
    const { code, report } = await migrate(server, { ...database, url }, makeMigrations(FILES));
    expect([code, report.failure?.code]).toEqual([3, "TARGET_READ_ONLY"]);
    expect(report.failure?.hint).toContain("Take it out of `options`");
  });

  test("a rehearsal on a server of its own goes on, whatever the role's setting says there", async () => {
    const role = await freshRole(server);
    const database = await freshDatabase(server);
    await database.query(`GRANT ALL ON SCHEMA public TO ${role.name}`);
    await database.query(`ALTER ROLE ${role.name} SET default_transaction_read_only = on`);
    const url = role.urlOf(database);
    const { code, report } = await runCli([
      "plan",
      `--database-url=${url}`,
      `--migrations-path=${makeMigrations(FILES)}`,
      "--rehearsal=server",
    ]);
    expect([code, report.rehearsal?.ok, report.failure]).toEqual([0, true, null]);
  });
});

describeOnNewest("a server that is read-only", () => {
  test(
    "as a standby is told by all that writes, also in the action, and read by all that reads; promoted, it is migrated",
    async () => {
      const primary = await startOwnServer();
      const database = await freshDatabase(primary);
      const migrations = makeMigrations(FILES);
      expect((await migrate(primary, database, migrations)).report.failure).toBeNull();
      writeFiles(migrations, NEXT);
      const standby = await startStandby(primary);
      const url = Object.assign(new URL(standby.url), { pathname: new URL(database.url).pathname }).href;
      const onStandby = { ...database, url };
      const run = (command: string, ...flags: string[]) =>
        migrate(primary, onStandby, migrations, { command, flags });
      for (const command of ["up", "down", "baseline"]) {
        const { code, report, stderr } = await run(command);
        expect([command, code, report.failure?.code, report.rehearsal]).toEqual([
          command,
          3,
          "TARGET_READ_ONLY",
          null,
        ]);
        expect(stderr).toContain("Connect to the primary");
      }
      for (const command of ["plan", "status", "history"])
        expect([command, (await run(command)).code]).toEqual([command, 0]);
      const checked = await runCli([
        "check",
        `--database-url=${url}`,
        `--shadow-url=${primary.url}`,
        `--migrations-path=${migrations}`,
      ]);
      expect([checked.code, checked.report.notices.join()]).toEqual([
        0,
        expect.stringContaining("Pending on"),
      ]);

      const acted = await runAction({
        "database-url": url,
        "migrations-path": migrations,
        "shadow-url": primary.url,
      });
      expect(acted.code).toBe(1);
      expect(acted.outputs).toMatchObject({
        result: "failed",
        changed: "false",
        "pending-count": "1",
        "failure-reason": "TARGET_READ_ONLY",
      });
      expect(acted.summary).toContain("standby");

      const client = await connect(url);
      await client.query("SELECT pg_promote()");
      await client.end();
      const { code, report } = await run("up");
      expect([code, report.failure, report.ledger?.applied]).toEqual([0, null, ["1", "2"]]);
    },
    LONG,
  );

  test(
    "by a switch after the review is told at the first write, with exit 3; nothing is half-done, and later runs go on",
    async () => {
      const own = await startOwnServer();
      const database = await freshDatabase(own);
      const migrations = makeMigrations({
        ...FILES,
        "2_i.up.sql": "CREATE INDEX CONCURRENTLY i ON t (a);",
      });
      const before = await wholeState(database);
      const { run, says } = startCli(argsFor(own, database, migrations, { flags: ["--review-window=2s"] }));
      await says("Review window");
      const admin = await connect(own.url);
      await admin.query("ALTER SYSTEM SET default_transaction_read_only = on");
      await admin.query("SELECT pg_reload_conf()");
      const { code, report } = await run;
      expect([code, report.failure?.code, report.failure?.sqlState]).toEqual([
        3,
        "TARGET_READ_ONLY",
        "25006",
      ]);
      expect(report.migrations.map(({ state }) => state)).toEqual(["rolled-back", "not-run"]);
      expect(await wholeState(database)).toBe(before);
      expect(await isLeftClean(database)).toBe(true);

      const again = await migrate(own, database, migrations);
      expect([again.code, again.report.failure?.code, again.report.rehearsal]).toEqual([
        3,
        "TARGET_READ_ONLY",
        null,
      ]);
      expect(again.report.failure?.message).toContain("in the server's configuration");
      expect(again.report.failure?.hint).toContain("disk is full");
      await admin.query("SET default_transaction_read_only = off");
      await admin.query("ALTER SYSTEM RESET default_transaction_read_only");
      await admin.query("SELECT pg_reload_conf()");
      await admin.end();
      expect((await migrate(own, database, migrations)).code).toBe(0);
    },
    LONG,
  );
});
