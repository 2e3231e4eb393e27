import { expect, test } from "vitest";
import { makeConnector } from "../../src/database/connector.ts";
import type { Session } from "../../src/database/session.ts";
import { type Glance, readGlance } from "../../src/ledger/read-glance.ts";
import { connect } from "../support/connect.ts";
import { LEDGER_NAME } from "../support/plan-values.ts";
import { migrate } from "../support/runs.ts";
import { describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeMigrations } from "../support/temporary.ts";

const FILES = { "1_a.sql": "CREATE TABLE a (id int)", "2_b.sql": "CREATE TABLE b (id int)" };
const AT = { ledger: LEDGER_NAME, role: null, limitMs: 5_000, expectation: "asked" } as const;

const glanceAt = (session: Session, changes: object = {}): Promise<Glance> =>
  readGlance(session, { ...AT, ...changes });

async function digestOf(session: Session): Promise<string> {
  const glance = await glanceAt(session);
  return glance.kind === "read" ? glance.digest : glance.kind;
}

async function withSession<Value>(
  database: TestDatabase,
  use: (session: Session) => Promise<Value>,
): Promise<Value> {
  const session = await makeConnector(database.settings, 5_000).open();
  return await use(session).finally(() => session.close());
}

describeOnServers((server) => {
  test("the digest stays while nothing changes, and is another one after each change of the ledger", async () => {
    const database = await freshDatabase(server);
    expect((await migrate(server, database, makeMigrations(FILES))).code).toBe(0);
    await withSession(database, async (session) => {
      const digests = [await digestOf(session)];
      expect(digests[0]).toMatch(/^[0-9a-f]{64}$/);
      expect(await digestOf(session)).toBe(digests[0]);
      await database.query("CREATE TABLE elsewhere (id int)");
      expect(await digestOf(session)).toBe(digests[0]);
      for (const change of [
        "UPDATE schema_migrations SET status = 'failed' WHERE version = '2'",
        "UPDATE schema_migrations SET checksum = NULL WHERE version = '2'",
        "UPDATE schema_migrations SET applied_at = applied_at + interval '1 microsecond' WHERE version = '2'",
        "INSERT INTO schema_migrations (version, name, status) VALUES ('3', 'x', 'completed')",
        "DELETE FROM schema_migrations WHERE version = '1'",
        "ALTER TABLE schema_migrations ADD COLUMN description text",
        "ALTER TABLE schema_migrations RENAME COLUMN description TO other",
      ]) {
        await database.query(change);
        const digest = await digestOf(session);
        expect([change, digests.includes(digest)]).toEqual([change, false]);
        digests.push(digest);
      }
    });
  });

  test("what is gone of the schema comes with it, and null where nothing is kept", async () => {
    const database = await freshDatabase(server);
    expect((await migrate(server, database, makeMigrations(FILES))).code).toBe(0);
    await withSession(database, async (session) => {
      expect(await glanceAt(session)).toMatchObject({ kind: "read", missing: [] });
      await database.query("DROP TABLE b");
      expect(await glanceAt(session)).toMatchObject({
        missing: [{ kind: "table", schema: "public", relation: "b", column: null }],
      });
      expect(await glanceAt(session, { expectation: "left-out" })).toMatchObject({ missing: null });
      await database.query("DROP TABLE migration_expectation");
      expect(await glanceAt(session)).toMatchObject({ kind: "read", missing: null });
    });
  });

  test("a ledger that is absent, empty, hidden or forbidden is unreadable, and the session is usable after", async () => {
    const database = await freshDatabase(server);
    await withSession(database, async (session) => {
      expect(await glanceAt(session)).toEqual({ kind: "unreadable" });
      expect(session.inTransaction).toBe(false);
      expect((await migrate(server, database, makeMigrations(FILES))).code).toBe(0);
      const role = `glancer_${database.settings.database}`;
      await database.query(`CREATE ROLE ${role}`);
      expect(await glanceAt(session, { role })).toEqual({ kind: "unreadable" });
      await database.query(
        `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}; GRANT USAGE ON SCHEMA public TO ${role}`,
      );
      expect(await glanceAt(session, { role })).toMatchObject({ kind: "read" });
      await database.query("ALTER TABLE schema_migrations ENABLE ROW LEVEL SECURITY");
      expect(await glanceAt(session, { role })).toEqual({ kind: "unreadable" });
      await database.query(`DROP OWNED BY ${role}; DROP ROLE ${role}; DELETE FROM schema_migrations`);
      expect(await glanceAt(session)).toEqual({ kind: "unreadable" });
      expect(await session.query("SHOW transaction_read_only")).toEqual([{ transaction_read_only: "off" }]);
      expect(await session.query("SHOW search_path")).toEqual([{ search_path: '"$user", public' }]);
    });
  });

  test("a lock on the ledger, or on the history beside it, is waited for no longer than the limit", async () => {
    const database = await freshDatabase(server);
    expect((await migrate(server, database, makeMigrations(FILES))).code).toBe(0);
    const holder = await connect(database.url);
    await withSession(database, async (session) => {
      for (const table of ["schema_migrations", "migration_history"]) {
        await holder.query(`BEGIN; LOCK ${table} IN ACCESS EXCLUSIVE MODE`);
        expect(await glanceAt(session, { limitMs: 100 })).toEqual({ kind: "late" });
        await holder.query("ROLLBACK");
        expect(await glanceAt(session)).toMatchObject({ kind: "read" });
      }
    });
    await holder.end();
  });

  test("a database whose encoding is none has a digest too", async () => {
    const name = `ascii_${process.pid}_${server.major}`;
    const admin = await connect(server.url);
    await admin.query(
      `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'`,
    );
    const url = Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
    const settings = { ...server.settings, database: name };
    const database = { url, settings, query: async () => [], drop: async () => {} };
    try {
      expect((await migrate(server, database, makeMigrations(FILES))).code).toBe(0);
      await withSession(database, async (session) => {
        expect(await glanceAt(session)).toMatchObject({ kind: "read" });
      });
    } finally {
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
    }
  });
});
