import { expect, test } from "vitest";
import { freshRole } from "../support/roles.ts";
import { migrate } from "../support/runs.ts";
import { describeOnServers, freshDatabase, type TestServer } from "../support/servers.ts";
import { makeMigrations } from "../support/temporary.ts";
import { isLeftClean, wholeState } from "../support/whole-state.ts";

/** Slow in a transaction, outside one, and CONCURRENTLY, each with its way back. */
const FILES = {
  "1_t.up.sql":
    "CREATE TABLE t (a int, s text DEFAULT 'it''s');\nINSERT INTO t SELECT generate_series(1, 1000);",
  "1_t.down.sql": "DROP TABLE t;",
  "2_u.up.sql": "CREATE TABLE u (a int);\nSELECT pg_sleep(0.3);",
  "2_u.down.sql": "SELECT pg_sleep(0.2);\nDROP TABLE u;",
  "3_i.up.sql": "CREATE INDEX CONCURRENTLY i ON t (a);",
  "3_i.down.sql": "DROP INDEX CONCURRENTLY i;",
  "4_v.up.sql": "-- migrate:no-transaction\nSELECT pg_sleep(0.3);\nVACUUM t;\nINSERT INTO u VALUES (1);",
  "4_v.down.sql": "DELETE FROM u;",
};
const VERSIONS = ["1", "2", "3", "4"];

/** Settings of a role with which all goes as without: those that do not mask each other, together. */
const HARMLESS = {
  "limits meant for the application": [
    "statement_timeout = '50ms'",
    "lock_timeout = '1ms'",
    "idle_in_transaction_session_timeout = '100ms'",
  ],
  "serializable, deferrable transactions of a replica": [
    "default_transaction_isolation = 'serializable'",
    "default_transaction_deferrable = on",
    "session_replication_role = replica",
  ],
  "repeatable read, not flushed": [
    "default_transaction_isolation = 'repeatable read'",
    "synchronous_commit = off",
    "default_tablespace = 'not_there'",
  ],
  "what changes how things are written": [
    "client_min_messages = error",
    "DateStyle = 'German, DMY'",
    "IntervalStyle = 'sql_standard'",
    "row_security = off",
    "standard_conforming_strings = off",
    "timezone = 'Asia/Kathmandu'",
    "check_function_bodies = off",
    "quote_all_identifiers = on",
    "extra_float_digits = -15",
    "bytea_output = 'escape'",
    "client_encoding = 'LATIN1'",
    "array_nulls = off",
  ],
};

async function asRole(server: TestServer, settings: readonly string[]) {
  const role = await freshRole(server);
  const database = await freshDatabase(server);
  await database.query(`GRANT ALL ON SCHEMA public TO ${role.name}`);
  for (const setting of settings) await database.query(`ALTER ROLE ${role.name} SET ${setting}`);
  return { role, database, seen: { ...database, url: role.urlOf(database) } };
}

describeOnServers("a role's own settings", (server) => {
  test.each(Object.entries(HARMLESS))(
    "%s: plan, up, status, history and down go as without them",
    async (_, settings) => {
      const { database, seen } = await asRole(server, settings);
      const migrations = makeMigrations(FILES);
      const run = async (command: string, ...flags: string[]) => {
        const { code, report } = await migrate(server, seen, migrations, { command, flags });
        return [command, code, report.result, report.failure?.message ?? null];
      };
      expect(await run("plan")).toEqual(["plan", 0, "planned", null]);
      expect(await run("up")).toEqual(["up", 0, "applied", null]);
      expect(await run("status")).toEqual(["status", 0, "nothing-to-do", null]);
      expect(await run("history")).toEqual(["history", 0, "nothing-to-do", null]);
      expect(
        await database.query(
          "SELECT (SELECT count(*)::int FROM u) AS u, indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass",
        ),
      ).toEqual([{ u: 1, indisvalid: true }]);
      expect(await run("down", "--steps=4")).toEqual(["down", 0, "rolled-back", null]);
      const recorded = await database.query<{ actions: string[]; wrong: number }>(
        "SELECT array_agg(version || ' ' || action ORDER BY batch, version) AS actions, count(*) FILTER (WHERE execution_time_ms NOT BETWEEN 0 AND 60000)::int AS wrong FROM migration_history",
      );
      expect(recorded).toEqual([
        {
          actions: [...VERSIONS.map((one) => `${one} up`), ...VERSIONS.map((one) => `${one} rollback`)],
          wrong: 0,
        },
      ]);
      expect(await isLeftClean(database)).toBe(true);
    },
  );

  test("search_path = '': a name without a schema fails with a hint at that setting, and nothing is left", async () => {
    const { database, seen } = await asRole(server, ["search_path = ''"]);
    const migrations = makeMigrations(FILES);
    const { code, report } = await migrate(server, seen, migrations);
    expect([code, report.failure?.code, report.failure?.sqlState]).toEqual([1, "MIGRATION_FAILED", "3F000"]);
    expect(report.failure?.hint).toContain("search_path");
    const rest = await wholeState(database);
    expect(rest).not.toMatch(/"t r|"u r/);
    const qualified = makeMigrations({ "1_t.sql": "CREATE TABLE public.t (a int);" });
    expect((await migrate(server, seen, qualified)).code).toBe(0);
  });
});
