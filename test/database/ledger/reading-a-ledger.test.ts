import { expect, test } from "vitest";
import { identifier } from "../../../src/database/quote.ts";
import { type LedgerPlace, ledgerPlaces, readBoth } from "../../support/ledger-place.ts";
import { describeOnNewest, freshDatabase } from "../../support/servers.ts";

const AT = new Date("2020-03-04T05:06:07.089Z");

/** Makes the place's table with these columns, and these rows in it. */
const makeTable = (place: LedgerPlace, columns: string, rows?: string) =>
  place.run([
    `CREATE SCHEMA ${identifier(place.name.schema)}`,
    `CREATE TABLE ${place.table} (${columns})`,
    ...(rows === undefined ? [] : [`INSERT INTO ${place.table} VALUES ${rows}`]),
  ]);

describeOnNewest("a table of the ledger's name", (server) => {
  const places = ledgerPlaces(server);

  test("that is not there is absent, with or without its schema", async () => {
    const place = places.empty();
    expect(await place.read()).toMatchObject({ state: "absent", schemaExists: false });
    await place.run(`CREATE SCHEMA ${identifier(place.name.schema)}`);
    expect(await place.read()).toMatchObject({ state: "absent", schemaExists: true, versionIsStem: false });
  });

  test.each([
    ["text, time and name", "version text, applied_at timestamptz, name text", "partial"],
    ["varchar", "version varchar(255), applied_at timestamptz, name text", "partial"],
    ["varchar without a length", "version varchar, applied_at timestamptz, name text", "partial"],
    ["char(14)", "version char(14), applied_at timestamptz, name text", "partial"],
    [
      "a description in place of the name",
      "version text, applied_at timestamptz, description text",
      "partial",
    ],
    ["a checksum in place of the name", "version text, applied_at timestamptz, checksum text", "partial"],
    ["a number for a version, as goose's", "version bigint, applied_at timestamptz, name text", "foreign"],
    ["an array of texts", "version text[], applied_at timestamptz, name text", "foreign"],
    ["a type of its own", `version mytext, applied_at timestamptz, name text`, "foreign"],
    ["no version", "id text, applied_at timestamptz, name text", "foreign"],
    ["no time, as dbmate's", "version text, name text", "foreign"],
    ["nothing that names it", "version text, applied_at timestamptz", "foreign"],
    ["golang-migrate's flag", "version text, applied_at timestamptz, name text, dirty boolean", "foreign"],
  ])("with %s (%s) is %s", async (_, columns, state) => {
    const place = places.empty();
    await place.run([
      `CREATE SCHEMA ${identifier(place.name.schema)}`,
      `SET search_path = ${identifier(place.name.schema)}`,
      "CREATE DOMAIN mytext AS text",
      "RESET search_path",
    ]);
    const typed = columns.replace("mytext", `${identifier(place.name.schema)}.mytext`);
    await place.run(`CREATE TABLE ${place.table} (${typed})`);
    expect(await place.read()).toMatchObject({ state, rows: [], lastBatch: 0 });
  });

  test("has the columns that it has, not those that were dropped, and no system columns", async () => {
    const place = places.empty();
    await makeTable(place, "version varchar(9), gone text, applied_at timestamptz, name text");
    await place.run(`ALTER TABLE ${place.table} DROP COLUMN gone`);
    const { columns, historyColumns } = await place.read();
    expect(Object.fromEntries(columns)).toEqual({
      ...{ version: "character varying(9)", name: "text" },
      applied_at: "timestamp with time zone",
    });
    expect(historyColumns.size).toBe(0);
  });

  test.each([
    ["view", "CREATE VIEW %T AS SELECT '1'::text AS version, now() AS applied_at, 'a'::text AS name"],
    ["materialized view", "CREATE MATERIALIZED VIEW %T AS SELECT '1'::text AS version"],
    [
      "partitioned table",
      "CREATE TABLE %T (version text, applied_at timestamptz, name text) PARTITION BY LIST (version)",
    ],
    [
      "foreign table",
      "CREATE FOREIGN DATA WRAPPER theirs; CREATE SERVER theirs FOREIGN DATA WRAPPER theirs; CREATE FOREIGN TABLE %T (version text) SERVER theirs",
    ],
    ["sequence", "CREATE SEQUENCE %T"],
    ["index", "CREATE TABLE %S.t (version text); CREATE INDEX %N ON %S.t (version)"],
    [
      "index",
      "CREATE TABLE %S.t (version text) PARTITION BY LIST (version); CREATE INDEX %N ON %S.t (version)",
    ],
    ["type", "CREATE TYPE %T AS (version text)"],
  ])("is not ours where it is another kind of thing: %s (%s)", async (kind, statement) => {
    const place = places.empty();
    const [schema, name] = [identifier(place.name.schema), identifier(place.name.table)];
    await place.run([
      `CREATE SCHEMA ${schema}`,
      statement
        .replaceAll("%T", () => place.table)
        .replaceAll("%S", () => schema)
        .replaceAll("%N", () => name),
    ]);
    expect(await place.read()).toMatchObject({ state: "foreign", kind });
  });

  test("is not that of another schema", async () => {
    const other = await places.whole();
    const place = places.empty();
    await place.run(`CREATE SCHEMA ${identifier(place.name.schema)}`);
    expect(await place.read()).toMatchObject({
      state: "absent",
      hasStatusView: false,
      hasStatusFunction: false,
    });
    expect(await other.read()).toMatchObject({ state: "ours", hasStatusView: true, hasStatusFunction: true });
  });

  test("is not the ledger's because its function takes something", async () => {
    const place = places.empty();
    const schema = identifier(place.name.schema);
    await place.run([
      `CREATE SCHEMA ${schema}`,
      `CREATE FUNCTION ${schema}.get_migration_status(integer) RETURNS text LANGUAGE sql AS $$SELECT ''$$`,
    ]);
    expect((await place.read()).hasStatusFunction).toBe(false);
  });
});

describeOnNewest("a row that is read", (server) => {
  const places = ledgerPlaces(server);

  test("says all that it has", async () => {
    const place = await places.whole();
    await place.run(
      `INSERT INTO ${place.table} (version, name, checksum, status, applied_at, applied_by, error_message, execution_time_ms, statements_done, batch, origin)
       VALUES ('1', 'a', 'sha256:a', 'failed', '${AT.toISOString()}', 'bob', 'it broke', 12, 3, 5, 'baseline')`,
    );
    const row = {
      ...{ version: "1", name: "a", checksum: "sha256:a", status: "failed", appliedAt: AT, appliedBy: "bob" },
      ...{ errorMessage: "it broke", executionTimeMs: 12, statementsDone: 3, batch: 5, origin: "baseline" },
    };
    const ledger = await place.read();
    expect(ledger).toMatchObject({ rows: [row], lastBatch: 5, versionIsStem: false });
    expect((await readBoth(places.database(), place)).ledger).toMatchObject({ rows: [row], lastBatch: 5 });
  });

  test("says nothing that its table does not have, and is completed", async () => {
    const place = places.empty();
    await makeTable(place, "version text, applied_at timestamptz, description text", "('1_a', NULL, 'a')");
    const { rows, versionIsStem, lastBatch } = await place.read();
    expect(rows).toEqual([
      {
        ...{ version: "1_a", name: "a", checksum: null, status: "completed", appliedAt: null },
        ...{ appliedBy: null, errorMessage: null, executionTimeMs: null, statementsDone: null },
        ...{ batch: null, origin: null },
      },
    ]);
    expect({ versionIsStem, lastBatch }).toEqual({ versionIsStem: true, lastBatch: 0 });
  });

  test("has no version where that is NULL, and no more than 300 characters of what no file can be called", async () => {
    const place = places.empty();
    await makeTable(
      place,
      "version text, applied_at timestamptz, name text",
      "(NULL, NULL, NULL), (repeat('a', 300), NULL, repeat('b', 300)), (repeat('a', 301), NULL, repeat('b', 301))",
    );
    const [a, b] = ["a".repeat(300), "b".repeat(300)];
    expect((await place.read()).rows.map(({ version, name }) => [version, name])).toEqual([
      ["", null],
      [a, b],
      [`${a}…`, `${b}…`],
    ]);
  });

  test("has its description for a name where it has no other", async () => {
    const place = await places.whole();
    await place.run([
      `ALTER TABLE ${place.table} ADD COLUMN description text`,
      `INSERT INTO ${place.table} (version, name, description) VALUES ('1', '', 'told'), ('2', 'named', 'told')`,
    ]);
    expect((await place.read()).rows.map(({ name }) => name).sort()).toEqual(["named", "told"]);
  });

  test("has an older tool's time without time zone in the session's", async () => {
    const database = await freshDatabase(server);
    await database.query(`ALTER DATABASE ${database.settings.database} SET timezone = 'Asia/Tokyo'`);
    await database.query("CREATE TABLE m (version text, applied_at timestamp, description text)");
    await database.query("INSERT INTO m VALUES ('1_a', '2020-01-02', 'a')");
    const { ledger } = await readBoth(database, { name: { schema: "public", table: "m" } });
    expect(ledger.rows).toMatchObject([{ appliedAt: new Date("2020-01-01T15:00:00Z") }]);
  });

  test.each([
    ["pending", "pending"],
    ["RUNNING", "running"],
    ["Failed", "failed"],
    ["completed", "completed"],
    ["success", "completed"],
    ["", "completed"],
  ])("with the status `%s` is %s", async (stored, status) => {
    const place = await places.whole();
    await place.run(`INSERT INTO ${place.table} (version, status) VALUES ('1', '${stored}')`);
    expect((await place.read()).rows).toMatchObject([{ status }]);
  });

  test("counts as completed where its status is not known", async () => {
    const place = places.empty();
    await makeTable(
      place,
      "version text, applied_at timestamptz, name text, status text",
      "('1', NULL, '', NULL)",
    );
    expect((await place.read()).rows).toMatchObject([{ status: "completed", name: null }]);
  });
});

describeOnNewest("the newest batch", (server) => {
  const places = ledgerPlaces(server);

  test.each([
    ["none", [], [], 0],
    ["the ledger's", [2, 7], [3], 7],
    ["the history's, of a run that was rolled back", [2], [3, 9], 9],
    ["the history's where the ledger has none", [], [3], 3],
  ])("is %s", async (_, inLedger, inHistory, newest) => {
    const place = await places.whole();
    for (const batch of inLedger)
      await place.run(`INSERT INTO ${place.table} (version, batch) VALUES ('${batch}', ${batch})`);
    for (const batch of inHistory)
      await place.run(`INSERT INTO ${place.history} (version, batch) VALUES ('1', ${batch})`);
    expect((await place.read()).lastBatch).toBe(newest);
    expect((await readBoth(places.database(), place)).ledger.lastBatch).toBe(newest);
  });

  test("is the history's where the table has no batches", async () => {
    const place = places.empty();
    await makeTable(place, "version text, applied_at timestamptz, name text");
    await place.run([
      `CREATE TABLE ${place.history} (batch integer)`,
      `INSERT INTO ${place.history} VALUES (6)`,
    ]);
    expect((await place.read()).lastBatch).toBe(6);
  });
});

describeOnNewest("versions are stems", (server) => {
  const places = ledgerPlaces(server);

  test.each<[string, string, readonly string[], boolean]>([
    ["of shape C", "description text", ["1_a"], true],
    ["of shape C without rows", "description text", [], true],
    ["of a completed shape C", "description text, checksum text, status text", ["1_a", "22-b"], true],
    ["of one that is completed and empty", "description text, checksum text, status text", [], false],
    ["where some rows have numbers", "description text, checksum text, status text", ["1_a", "2"], false],
    ["where rows begin with no number", "description text, checksum text, status text", ["a_1_b"], false],
    ["without a description", "name text, checksum text, status text", ["1_a"], false],
    ["with a status beside the description", "description text, status text", [], false],
    ["with a checksum beside the description", "description text, checksum text", [], false],
  ])("%s (%s, rows %o): %s", async (_, columns, versions, isStem) => {
    const place = places.empty();
    await makeTable(place, `version text, applied_at timestamptz, ${columns}`);
    for (const version of versions)
      await place.run(`INSERT INTO ${place.table} (version) VALUES ('${version}')`);
    expect((await place.read()).versionIsStem).toBe(isStem);
  });
});
