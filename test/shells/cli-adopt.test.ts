import { describe, expect, test } from "vitest";
import { FOREIGN_FIXTURES } from "../support/foreign-ledgers.ts";
import { migrate } from "../support/runs.ts";
import { describeOnNewest, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeMigrations } from "../support/temporary.ts";

const STEMS = ["1_first", "2_second", "10_third", "11_fourth"];
const APPLIED = STEMS.slice(0, 3);

/** Ours in a place of its own: beside a foreign `public.schema_migrations` it cannot have its default name. */
const OURS = "--ledger-table=our_ledger";

const makeFiles = () =>
  makeMigrations(Object.fromEntries(STEMS.map((stem) => [`${stem}.sql`, `CREATE TABLE t${stem} (id int);`])));

const applyByHand = async (database: TestDatabase) => {
  for (const stem of APPLIED) await database.query(`CREATE TABLE t${stem} (id int)`);
};

/** Every relation there is, with what a write would change of it. */
const relations = (database: TestDatabase) =>
  database.query(
    "SELECT oid, relnamespace, relname, relfilenode FROM pg_class WHERE oid >= 16384 AND relkind <> 't' ORDER BY oid",
  );

/** A table with the places and transactions of its rows: the same only when nothing has touched it. */
const untouched = (database: TestDatabase, table: string) =>
  database.query(`SELECT ctid, xmin, t.* FROM ${table} t ORDER BY ctid`);

describeOnNewest("adopt", (server) => {
  describe.each(FOREIGN_FIXTURES)("from $tool", ({ tool, table, ddl, rows, stuck, appliedAt }) => {
    const flags = [OURS];

    test("shows what it would take over and writes nothing, then takes it over in one piece, and up runs the rest", async () => {
      const database = await freshDatabase(server);
      await database.query(ddl);
      await database.query(rows(APPLIED));
      await applyByHand(database);
      const migrations = makeFiles();
      const run = (command: string, ...more: string[]) =>
        migrate(server, database, migrations, { command, flags: [...flags, ...more] });

      const refused = await run("up");
      expect(refused.code).toBe(4);
      expect(refused.report.failure).toMatchObject({
        code: "ADOPTION_NEEDED",
        message: expect.stringContaining(`${tool} (${table}, `),
        hint: expect.stringContaining("`adopt`"),
      });

      const before = await relations(database);
      const shown = await run("adopt");
      expect(shown.report).toMatchObject({ result: "planned", failure: null });
      expect(shown.code).toBe(0);
      expect(await relations(database)).toEqual(before);
      expect(shown.report.adoption).toMatchObject({ tool, table });
      expect(
        shown.report.adoption?.rows
          .filter(({ file }) => file !== null)
          .map(({ version, name, state }) => `${version}_${name} ${state}`),
      ).toEqual([...APPLIED.map((stem) => `${stem} applied`), "11_fourth pending"]);
      expect(shown.stderr).toContain("taken over");

      const theirs = await untouched(database, table);
      const adopted = await run("adopt", "--apply");
      expect(adopted.report).toMatchObject({ result: "applied", failure: null, batch: 1 });
      expect(adopted.report.ledger).toMatchObject({ applied: ["1", "2", "10"], pending: ["11"] });
      const ours = await database.query("SELECT * FROM our_ledger ORDER BY version::int");
      expect(ours.map(({ version, name }) => `${version}_${name}`)).toEqual(APPLIED);
      for (const row of ours) {
        expect(row).toMatchObject({ status: "completed", batch: 1, origin: `adopted from ${tool}` });
        expect(row["checksum"]).toMatch(/^sha256:[0-9a-f]{64}$/);
      }
      expect(ours[0]?.["applied_at"]?.toISOString() ?? null).toBe(appliedAt);
      expect(
        await database.query("SELECT version, action, status FROM migration_history ORDER BY version::int"),
      ).toEqual(["1", "2", "10"].map((version) => ({ version, action: "adopt", status: "completed" })));

      const status = await run("status");
      expect(status.report.status.map(({ state, origin }) => [state, origin])).toEqual([
        ...APPLIED.map(() => ["applied", `adopted from ${tool}`]),
        ["pending", null],
      ]);
      expect(status.stderr).toContain(`adopted from ${tool}; checksum of the file as it was then`);

      const again = await run("adopt", "--apply");
      expect(again.report).toMatchObject({ result: "nothing-to-do", failure: null });
      const rest = await run("up");
      expect(rest.report).toMatchObject({ result: "applied", failure: null });
      expect(rest.report.migrations.map(({ version }) => version)).toEqual(["11"]);
      expect((await run("adopt")).report).toMatchObject({ result: "nothing-to-do", failure: null });
      expect(await untouched(database, table)).toEqual(theirs);
    });

    test.runIf(stuck !== null)("is stopped by a row that did not end well, and says what to do", async () => {
      const database = await freshDatabase(server);
      await database.query(ddl);
      await database.query(stuck?.(APPLIED) ?? "");
      const before = await relations(database);
      for (const more of [[], ["--apply"]]) {
        const { code, report } = await migrate(server, database, makeFiles(), {
          command: "adopt",
          flags: [...flags, ...more],
        });
        expect(code).toBe(4);
        expect(report).toMatchObject({
          result: "refused",
          failure: { code: "ADOPTION_UNFINISHED", version: "10", hint: expect.stringMatching(/\w{4}.*\.$/) },
        });
      }
      expect(await relations(database)).toEqual(before);
    });

    test("with nothing on record, up does not mind", async () => {
      const database = await freshDatabase(server);
      await database.query(ddl);
      const { report } = await migrate(server, database, makeFiles(), { flags });
      expect(report).toMatchObject({ result: "applied", failure: null });
    });
  });
});
