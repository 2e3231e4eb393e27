import { expect, test } from "vitest";
import { newestInstallation, type OwnServer, startOwnServer } from "../support/own-server.ts";
import { ledgerOf, migrate } from "../support/runs.ts";
import { describeOnNewest, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { canMount, mountSmallDisk } from "../support/small-disk.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";
import { isLeftClean, wholeState } from "../support/whole-state.ts";

if (!canMount) console.warn("No disk was filled: this process may not mount one.");

const FIRST = { "1_source.sql": "CREATE TABLE source (n int);" };

/** A server with a tablespace `small` on a disk of 8 MB, and a database with rows that do not fit there. */
async function withSmallDisk(): Promise<{ own: OwnServer; database: TestDatabase; migrations: string }> {
  const own = await startOwnServer();
  const disk = await mountSmallDisk(8, newestInstallation().binDirectory);
  const database = await freshDatabase(own);
  await database.query(`CREATE TABLESPACE small LOCATION '${disk}'`);
  const migrations = makeMigrations(FIRST);
  expect((await migrate(own, database, migrations)).report.failure).toBeNull();
  await database.query("INSERT INTO source SELECT generate_series(1, 500000)");
  return { own, database, migrations };
}

/** Fills what is left of the disk, to the last row that fits. */
const FILL = `CREATE TABLE filler (s text) TABLESPACE small;
ALTER TABLE filler ALTER s SET STORAGE PLAIN;
DO $$ BEGIN LOOP INSERT INTO filler VALUES (repeat('x', 7000)); END LOOP; EXCEPTION WHEN disk_full THEN NULL; END $$;`;

/** The same for the pages that a table of the ledger has: rows that get smaller, until none fits. */
const fillTable = (table: string) => `DO $$ DECLARE size int; BEGIN
  FOREACH size IN ARRAY ARRAY[1500, 300, 60, 1] LOOP
    BEGIN LOOP
      BEGIN INSERT INTO ${table} (version, error_message) VALUES ('fill-' || pg_catalog.random()::text, repeat('x', size)); EXCEPTION WHEN disk_full THEN EXIT; END;
    END LOOP; END;
  END LOOP;
END $$;`;

describeOnNewest("a full disk", () => {
  test.skipIf(!canMount)(
    "in a statement: 53100 with a hint, the migration is rolled back and recorded as failed, and goes in when there is room",
    async () => {
      const { own, database, migrations } = await withSmallDisk();
      await database.query(
        "CREATE TABLE big (s text) TABLESPACE small; ALTER TABLE big ALTER s SET STORAGE PLAIN",
      );
      // Made by hand, so the dump has it: on the site there are no rows to fill a disk with.
      writeFiles(migrations, {
        "2_big.sql":
          "CREATE TABLE beside (a int);\nINSERT INTO big SELECT repeat(md5(n::text), 30) FROM source;",
      });
      const { code, report, stderr } = await migrate(own, database, migrations);
      expect([code, report.result, report.failure?.code, report.failure?.sqlState]).toEqual([
        1,
        "failed",
        "MIGRATION_FAILED",
        "53100",
      ]);
      expect(report.failure).toMatchObject({
        at: { line: 2 },
        hint: expect.stringContaining("disk is full"),
      });
      expect(stderr).toContain("disk is full");
      expect(report.migrations.map(({ state }) => state)).toEqual(["rolled-back"]);
      const rest = await wholeState(database);
      expect(rest).not.toContain("beside");
      expect((await ledgerOf(database)).map(({ version }) => version)).toEqual(["1"]);
      expect(await isLeftClean(database)).toBe(true);
      await database.query("DELETE FROM source WHERE n > 100");
      await database.query("VACUUM big");
      expect((await migrate(own, database, migrations)).report.ledger?.applied).toEqual(["1", "2"]);
    },
  );

  test.skipIf(!canMount)(
    "in CREATE INDEX CONCURRENTLY: the invalid index is told, and the ledger says how far the file came",
    async () => {
      const { own, database, migrations } = await withSmallDisk();
      writeFiles(migrations, { "2_i.sql": "CREATE INDEX CONCURRENTLY i ON source (n) TABLESPACE small;" });
      const { code, report } = await migrate(own, database, migrations);
      expect([code, report.failure?.code, report.failure?.sqlState]).toEqual([
        1,
        "MIGRATION_FAILED",
        "53100",
      ]);
      expect(report.failure?.hint).toMatch(/disk is full.*invalid/s);
      expect(report.migrations.map(({ state }) => state)).toEqual(["failed"]);
      expect((await ledgerOf(database)).at(-1)).toMatchObject({
        version: "2",
        status: "failed",
        statements_done: 0,
      });
      expect(report.ledger).toMatchObject({ applied: ["1"] });
    },
  );

  test.skipIf(!canMount)(
    "while the ledger is written: nothing of the migration is left, and the history of the failure may be lacking but nothing else",
    async () => {
      const { own, database, migrations } = await withSmallDisk();
      await database.query("ALTER TABLE migration_history SET TABLESPACE small");
      await database.query(FILL);
      await database.query(fillTable("migration_history"));
      const before = await wholeState(database);
      writeFiles(migrations, { "2_a.sql": "CREATE TABLE a (x int);" });
      const { code, report } = await migrate(own, database, migrations);
      expect([code, report.failure?.sqlState, report.failure?.code]).toEqual([
        1,
        "53100",
        "MIGRATION_FAILED",
      ]);
      expect(report.failure?.hint).toContain("disk is full");
      expect(report.failure?.message).toContain("migration_history");
      expect(report.migrations.map(({ state }) => state)).toEqual(["rolled-back"]);
      expect(await wholeState(database)).toBe(before);
      await database.query("DROP TABLE filler");
      expect((await migrate(own, database, migrations)).code).toBe(0);
    },
  );
});

describeOnNewest("what the server is short of, by its code alone", (server) => {
  // No way was found to make COMMIT itself meet a full disk each time: a deferred trigger says the same there.
  test.each([
    ["53100", "disk is full"],
    ["53200", "out of memory"],
    ["53400", "temp_file_limit"],
    ["54001", "limit of PostgreSQL itself"],
  ])(
    "%s at COMMIT: rolled back, said to be at COMMIT and not of a constraint, with a hint",
    async (sqlState, words) => {
      const database = await freshDatabase(server);
      const migrations = makeMigrations({
        "1_t.sql": `CREATE TABLE t (a int);
CREATE FUNCTION short() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (SELECT FROM there) THEN RAISE EXCEPTION 'short of something' USING ERRCODE = '${sqlState}'; END IF; RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER late AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION short();
CREATE TABLE there (a int);`,
      });
      await migrate(server, database, migrations);
      await database.query("INSERT INTO there VALUES (1)");
      const before = await database.query("SELECT count(*)::int FROM t");
      writeFiles(migrations, { "2_i.sql": "INSERT INTO t VALUES (1);" });
      const { code, report } = await migrate(server, database, migrations);
      expect([code, report.failure?.sqlState]).toEqual([1, sqlState]);
      expect(report.failure?.message).toMatch(/\(at COMMIT\)$/);
      expect(report.failure?.hint).toContain(words);
      expect(await database.query("SELECT count(*)::int FROM t")).toEqual(before);
      expect(report.ledger).toMatchObject({ applied: ["1"], pending: ["2"] });
    },
  );
});
