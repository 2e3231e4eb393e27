import { expect, test } from "vitest";
import { identifier } from "../../../src/database/quote.ts";
import { expectationDdl } from "../../../src/ledger/expectation-statements.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { completeLedgerDdl, makeHistoryDdl, makeLedgerDdl } from "../../../src/ledger/make-ledger-ddl.ts";
import { namesBeside } from "../../../src/ledger/names-beside.ts";
import { NO_LEDGER } from "../../../src/ledger/no-ledger.ts";
import { type LedgerPlace, ledgerPlaces } from "../../support/ledger-place.ts";
import { describeOnServers } from "../../support/servers.ts";

const schemaOf = (place: LedgerPlace) => identifier(place.name.schema);

/** Makes whole what is there, as a run does before its first migration. */
const complete = async (place: LedgerPlace) => place.run(makeLedgerDdl(await place.read(), place.name));

/** Everything in the place's schema with its kind. */
const objectsIn = async (place: LedgerPlace): Promise<string[]> => {
  const rows =
    await place.ask(`SELECT relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
    WHERE nspname = '${place.name.schema}' AND relkind <> 'i'
    UNION ALL SELECT proname FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname = '${place.name.schema}'`);
  return rows.map(({ name }) => String(name)).sort();
};

const SHAPES: readonly [string, string][] = [
  ["A", "version text PRIMARY KEY, name text NOT NULL, applied_at timestamptz DEFAULT now()"],
  [
    "B",
    "version varchar(255) PRIMARY KEY, name text NOT NULL, applied_at timestamptz, checksum text, execution_time_ms integer, status text NOT NULL DEFAULT 'completed', error_message text, applied_by text",
  ],
  ["C", "version text PRIMARY KEY, applied_at timestamp DEFAULT now(), description text"],
];

describeOnServers("making a ledger", (server) => {
  const places = ledgerPlaces(server);

  test("where nothing is makes all of it, under its names and no others", async () => {
    const place = places.empty();
    expect(await place.read()).toEqual(NO_LEDGER);
    await complete(place);
    // What is expected of the schema is kept by the first run that has something to keep.
    await place.run(expectationDdl(place.name));
    expect(await objectsIn(place)).toEqual([...namesBeside(place.name)].sort());
    expect(await place.read()).toMatchObject({ state: "ours", schemaExists: true, rows: [], lastBatch: 0 });
  });

  test("makes tables into which a file can insert its version alone", async () => {
    const place = await places.whole();
    await place.run(`INSERT INTO ${place.table} (version) VALUES ('1')`);
    await place.run(`INSERT INTO ${place.history} (version) VALUES ('1')`);
    const [row] = await place.ask(`SELECT *, now() - applied_at < '1 min' AS just FROM ${place.table}`);
    expect(row).toMatchObject({ version: "1", name: "", status: "completed", checksum: null, just: true });
    await expect(place.run(`INSERT INTO ${place.table} (version) VALUES ('1')`)).rejects.toMatchObject({
      code: "23505",
    });
  });

  test("that is whole already changes nothing", async () => {
    const place = await places.whole();
    expect(makeLedgerDdl(await place.read(), place.name)).toEqual([]);
  });

  test.each(SHAPES)("of shape %s completes it, keeps its key and its rows", async (_, columns) => {
    const place = places.empty();
    await place.run([`CREATE SCHEMA ${schemaOf(place)}`, `CREATE TABLE ${place.table} (${columns})`]);
    const named = columns.includes("name text") ? "name" : "description";
    await place.run(`INSERT INTO ${place.table} (version, ${named}) VALUES ('1_a', 'a')`);
    await complete(place);
    const ledger = await place.read();
    expect(ledger).toMatchObject({
      state: "ours",
      rows: [{ version: "1_a", name: "a", status: "completed" }],
    });
    expect(makeLedgerDdl(ledger, place.name)).toEqual([]);
    await expect(
      place.run(`INSERT INTO ${place.table} (version, name) VALUES ('1_a', 'a')`),
    ).rejects.toMatchObject({
      code: "23505",
    });
  });

  test.each([
    ["the history", (place: LedgerPlace) => `DROP TABLE ${place.history}`],
    ["a column of the history", (place: LedgerPlace) => `ALTER TABLE ${place.history} DROP COLUMN run_url`],
    ["the key of the history", (place: LedgerPlace) => `ALTER TABLE ${place.history} DROP COLUMN id`],
    ["the view", (place: LedgerPlace) => `DROP VIEW ${schemaOf(place)}.migration_status_view`],
    ["the function", (place: LedgerPlace) => `DROP FUNCTION ${schemaOf(place)}.get_migration_status()`],
    ["a column", (place: LedgerPlace) => `ALTER TABLE ${place.table} DROP COLUMN origin`],
  ])("that lacks %s adds that", async (_, drop) => {
    const place = await places.whole();
    await place.run(drop(place));
    const lacking = await place.read();
    expect(lacking.state).toBe("partial");
    expect(makeLedgerDdl(lacking, place.name)).toHaveLength(1);
    await complete(place);
    expect((await place.read()).state).toBe("ours");
  });

  test("leaves another tool's history its own key", async () => {
    const place = places.empty();
    await place.run([
      `CREATE SCHEMA ${schemaOf(place)}`,
      `CREATE TABLE ${place.history} (number serial PRIMARY KEY, version text, executed_at timestamptz)`,
    ]);
    await complete(place);
    expect((await place.read()).state).toBe("ours");
    await place.run(`INSERT INTO ${place.history} (number, id) VALUES (1, NULL)`);
    await expect(place.run(`INSERT INTO ${place.history} (number) VALUES (1)`)).rejects.toMatchObject({
      code: "23505",
    });
  });

  test("of a history alone makes that where there is a schema for it, and nothing else", async () => {
    const place = places.empty();
    expect(makeHistoryDdl(await place.read(), place.name)).toEqual([]);
    await place.run(`CREATE SCHEMA ${schemaOf(place)}`);
    await place.run(makeHistoryDdl(await place.read(), place.name));
    expect(await objectsIn(place)).toEqual(["migration_history"]);
    expect(makeHistoryDdl(await place.read(), place.name)).toEqual([]);
  });
});

describeOnServers("completing a ledger that a migration has just made", (server) => {
  const places = ledgerPlaces(server);
  const complete = (place: LedgerPlace, ledger: Ledger = NO_LEDGER) =>
    place.run(completeLedgerDdl(ledger, place.name));

  test("makes all of it where the file made nothing after all", async () => {
    const place = places.empty();
    await complete(place);
    expect((await place.read()).state).toBe("ours");
  });

  test("asks for no schema where there was one: that may be somebody else's", async () => {
    const place = places.empty();
    await place.run(`CREATE SCHEMA ${schemaOf(place)}`);
    const statements = completeLedgerDdl({ ...NO_LEDGER, schemaExists: true }, place.name);
    expect(statements.join("\n")).not.toContain("CREATE SCHEMA");
    await place.run(statements);
    expect((await place.read()).state).toBe("ours");
  });

  test("adds what the file's own table lacks, and can be done again", async () => {
    const place = places.empty();
    await place.run([
      `CREATE SCHEMA ${schemaOf(place)}`,
      `CREATE TABLE ${place.table} (version text PRIMARY KEY, name text, applied_at timestamptz)`,
      `INSERT INTO ${place.table} (version, name) VALUES ('1', 'a')`,
    ]);
    await complete(place);
    await complete(place);
    expect(await place.read()).toMatchObject({
      state: "ours",
      rows: [{ version: "1", status: "completed" }],
    });
  });

  test("keeps the function and the view that the file made, whatever they give", async () => {
    const place = places.empty();
    const schema = schemaOf(place);
    await place.run([
      `CREATE SCHEMA ${schema}`,
      `CREATE FUNCTION ${schema}.get_migration_status() RETURNS text LANGUAGE sql AS $$SELECT 'own'$$`,
      `CREATE VIEW ${schema}.migration_status_view AS SELECT 'own' AS own`,
    ]);
    await complete(place);
    expect(
      await place.ask(`SELECT get_migration_status AS own FROM ${schema}.get_migration_status()`),
    ).toEqual([{ own: "own" }]);
    expect(await place.ask(`SELECT * FROM ${schema}.migration_status_view`)).toEqual([{ own: "own" }]);
  });
});

describeOnServers("beside a ledger", (server) => {
  const places = ledgerPlaces(server);
  const filled = async () => {
    const place = await places.whole();
    await place.run(`INSERT INTO ${place.table} (version, status, applied_at) VALUES
      ('9', 'completed', '2026-01-02'), ('10_j', 'completed', '2026-01-01'), ('R__v', 'completed', '2025-01-01'),
      ('11', 'running', '2026-01-03'), ('12', 'failed', '2026-01-04'), ('13', 'failed', NULL)`);
    return place;
  };

  test("the function counts, and names the newest completed version by its number", async () => {
    const place = await filled();
    expect(await place.ask(`SELECT * FROM ${schemaOf(place)}.get_migration_status()`)).toEqual([
      {
        ...{ total_migrations: "6", completed_migrations: "3", running_migrations: "1" },
        ...{ failed_migrations: "2", latest_version: "10_j", latest_applied_at: expect.any(Date) },
      },
    ]);
    const [latest] = await place.ask(
      `SELECT latest_applied_at = '2026-01-02' AS is_right FROM ${schemaOf(place)}.get_migration_status()`,
    );
    expect(latest).toEqual({ is_right: true });
  });

  test("the view gives the rows by their number, those without one last", async () => {
    const place = await filled();
    const rows = await place.ask(`SELECT * FROM ${schemaOf(place)}.migration_status_view`);
    expect(rows.map(({ version }) => version)).toEqual(["9", "10_j", "11", "12", "13", "R__v"]);
    expect(Object.keys(rows[0] ?? {})).toEqual([
      ...[
        "version",
        "name",
        "status",
        "applied_at",
        "applied_by",
        "execution_time_ms",
        "batch",
        "error_message",
      ],
    ]);
  });
});
