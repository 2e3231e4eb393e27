import { expect, onTestFinished, test } from "vitest";
import { schemaQuery } from "../../src/database/read-schema.ts";
import type { ReportRehearsal } from "../../src/report/report.ts";
import { connect } from "../support/connect.ts";
import { installations } from "../support/local-servers.ts";
import { freshRole } from "../support/roles.ts";
import { runFlow } from "../support/run-flow.ts";
import { describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

const USERS =
  "CREATE TABLE users (id int PRIMARY KEY, email text); CREATE VIEW names AS SELECT id FROM users;";
const PENDING = { "9_pending.sql": "CREATE TABLE pending (a int);" };

describeOnServers("drift that cannot be known", (server) => {
  const isDumpable = installations.some(({ pgDump, major }) => pgDump !== null && major >= server.major);

  const run = (database: TestDatabase, migrations: string, flags: Readonly<Record<string, string>> = {}) =>
    runFlow(database, { "migrations-path": migrations, "shadow-url": server.url, ...flags });

  /** What a plan says of it, and that it says nothing else. */
  async function whyUnknown(
    database: TestDatabase,
    migrations: string,
    flags: Readonly<Record<string, string>> = {},
  ): Promise<ReportRehearsal["driftUnknown"]> {
    const { rehearsal, failure } = await run(database, migrations, { command: "plan", ...flags });
    expect(failure).toBeNull();
    expect(rehearsal?.drift).toEqual([]);
    return rehearsal?.driftUnknown ?? null;
  }

  test("is not told as drift where an extension is missing on the site", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({
      "1_vector.sql": "CREATE EXTENSION vector;\nCREATE TABLE items (e vector(3));",
      "2_users.sql": USERS,
    });
    await database.query(USERS);
    const recorded = await run(database, migrations, { command: "baseline", "accept-drift": "true" });
    expect(recorded.failure).toBeNull();
    writeFiles(migrations, PENDING);
    expect(await whyUnknown(database, migrations)).toMatch(
      /^2 statements of the applied files could not be run on the site, .*1_vector\.sql, line 1: It needs the extension vector\.\)$/,
    );
  });

  test("is why the applied files do not run from nothing", async () => {
    const database = await freshDatabase(server);
    await database.query("CREATE TABLE by_hand (a int)");
    const migrations = makeMigrations({ "1_by_hand.sql": "ALTER TABLE by_hand ADD COLUMN b int;" });
    expect((await run(database, migrations)).failure).toBeNull();
    writeFiles(migrations, PENDING);
    expect(await whyUnknown(database, migrations)).toMatch(
      /Running the applied files again did not work.*relation "by_hand" does not exist/,
    );
  });

  test("is so after a repeatable file was changed, or taken away", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({
      "V1__users.sql": USERS,
      "R__ids.sql": "CREATE OR REPLACE VIEW ids AS SELECT id FROM users;",
    });
    expect((await run(database, migrations)).failure).toBeNull();
    writeFiles(migrations, {
      "R__ids.sql": "CREATE OR REPLACE VIEW ids AS SELECT id FROM users WHERE id > 1;",
    });
    expect(await whyUnknown(database, migrations)).toMatch(/R__ids\.sql has changed since it ran/);
    expect((await run(database, migrations)).result).toBe("applied");
    writeFiles(migrations, { "V2__more.sql": "CREATE TABLE more (a int);" });
    expect(await whyUnknown(database, migrations)).toBeNull();
    const without = makeMigrations({ "V1__users.sql": USERS, "V2__more.sql": "CREATE TABLE more (a int);" });
    expect(await whyUnknown(database, without)).toMatch(/^R__ids is on record and its file is gone/);
  });

  test("is so on a shadow that is a copy of the target", async () => {
    const user = await freshRole(server);
    const [database, copy] = [await freshDatabase(server), await freshDatabase(server)];
    const migrations = makeMigrations({ "1_users.sql": USERS });
    for (const one of [database, copy]) expect((await run(one, migrations)).failure).toBeNull();
    await copy.query(
      `GRANT ALL ON ALL TABLES IN SCHEMA public TO ${user.name}; GRANT ALL ON SCHEMA public TO ${user.name}`,
    );
    writeFiles(migrations, PENDING);
    expect(await whyUnknown(database, migrations, { "shadow-url": user.urlOf(copy) })).toMatch(
      /^The shadow is a copy of the target/,
    );
  });

  test("waits for another session's lock no longer than the budget, and goes on without", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_users.sql": USERS });
    expect((await run(database, migrations)).failure).toBeNull();
    writeFiles(migrations, PENDING);
    const other = await connect(database.url);
    onTestFinished(() => other.end());
    await other.query("BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE");
    const begun = performance.now();
    expect(await whyUnknown(database, migrations, { "rehearsal-budget": "2s" })).toMatch(
      /^Another session holds a lock on the target/,
    );
    expect(performance.now() - begun).toBeLessThan(15_000);
    await other.query("ROLLBACK");
    expect(await whyUnknown(database, migrations)).toBeNull();
  });

  test("is so where the budget is over before the target's schema is read", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_users.sql": USERS });
    expect((await run(database, migrations)).failure).toBeNull();
    writeFiles(migrations, PENDING);
    expect(await whyUnknown(database, migrations, { "rehearsal-budget": "1ms" })).toBe(
      "The target's schema could not be read within 1 ms (`rehearsal-budget`).",
    );
  });

  test.runIf(isDumpable)(
    "is so in a shadow's only database, which has the target's schema then",
    async () => {
      const user = await freshRole(server);
      const [database, only] = [await freshDatabase(server), await freshDatabase(server)];
      for (const one of [database, only])
        await one.query(
          `ALTER DATABASE ${one.settings.database} OWNER TO ${user.name}; ALTER SCHEMA public OWNER TO ${user.name}`,
        );
      const asUser = { "database-url": user.urlOf(database) };
      const migrations = makeMigrations({ "1_users.sql": USERS });
      expect((await run(database, migrations, asUser)).failure).toBeNull();
      writeFiles(migrations, PENDING);
      expect(await whyUnknown(database, migrations, { ...asUser, "shadow-url": user.urlOf(only) })).toMatch(
        /^The applied files cannot be run again beside the rehearsal/,
      );
    },
  );

  test("is read with ACCESS SHARE alone, and without a transaction id", async () => {
    const database = await freshDatabase(server);
    await database.query(`${USERS} CREATE RULE r AS ON DELETE TO names DO INSTEAD NOTHING`);
    const client = await connect(database.url);
    onTestFinished(() => client.end());
    await client.query("BEGIN READ ONLY; SET LOCAL search_path = pg_catalog");
    const scope = { major: server.major, ledgerSchema: "public", leftOut: [], owners: [] };
    const { rows: facts } = await client.query(schemaQuery(scope));
    expect(facts.map(({ object }) => object)).toContain("view public.names");
    const { rows: locks } = await client.query(
      "SELECT DISTINCT locktype, mode FROM pg_locks WHERE pid = pg_backend_pid() AND locktype <> 'virtualxid'",
    );
    expect(locks).toEqual([{ locktype: "relation", mode: "AccessShareLock" }]);
    const { rows: xid } = await client.query("SELECT pg_current_xact_id_if_assigned() AS xid");
    expect(xid).toEqual([{ xid: null }]);
  });
});
