import { expect, test } from "vitest";
import { identifier } from "../../../src/database/quote.ts";
import { makeLedgerDdl } from "../../../src/ledger/make-ledger-ddl.ts";
import { NO_LEDGER } from "../../../src/ledger/no-ledger.ts";
import { ledgerPlaces, readBoth } from "../../support/ledger-place.ts";
import { freshRole } from "../../support/roles.ts";
import { describeOnNewest, freshDatabase } from "../../support/servers.ts";

describeOnNewest("server and ledger", (server) => {
  const places = ledgerPlaces(server);

  test("are read where there is no ledger, or not a whole one", async () => {
    const place = places.empty();
    const absent = await readBoth(places.database(), place);
    expect(absent.ledger).toMatchObject({ state: "absent", schemaExists: false });
    expect(absent.facts.database).toBe(places.database().settings.database);
    await place.run([
      `CREATE SCHEMA ${identifier(place.name.schema)}`,
      `CREATE TABLE ${place.table} (version text, applied_at timestamptz, name text)`,
      `INSERT INTO ${place.table} VALUES ('1', NULL, 'a')`,
    ]);
    expect((await readBoth(places.database(), place)).ledger).toMatchObject({ state: "partial", rows: [{}] });
  });

  test.each([
    ["numbers", ["1", "22"]],
    ["names", ["20240101_a", "b"]],
  ])("come in one message where the ledger is whole and its versions are %s", async (_, versions) => {
    const place = await places.whole();
    for (const version of versions)
      await place.run(`INSERT INTO ${place.table} (version) VALUES ('${version}')`);
    const { ledger, facts, turns } = await readBoth(places.database(), place);
    expect(turns).toBe(1);
    expect(ledger).toEqual({
      ...(await place.read()),
      columns: ledger.columns,
      historyColumns: ledger.historyColumns,
    });
    expect([...ledger.columns.keys()].sort()).toEqual([...(await place.read()).columns.keys()].sort());
    expect(facts.database).toBe(places.database().settings.database);
  });

  test("come in one message where an older tool's column is there, and versions are numbers all the same", async () => {
    const place = await places.whole();
    await place.run([
      `ALTER TABLE ${place.table} ADD COLUMN description text`,
      `INSERT INTO ${place.table} (version) VALUES ('1'), ('22')`,
    ]);
    expect(await readBoth(places.database(), place)).toMatchObject({
      turns: 1,
      ledger: { versionIsStem: false },
    });
    await place.run(`INSERT INTO ${place.table} (version) VALUES ('3_c4')`);
    expect((await readBoth(places.database(), place)).turns).toBeGreaterThan(1);
  });

  test("are read for what they are where a view has all the columns of a ledger", async () => {
    const place = await places.whole();
    const table = { ...place.name, table: "beneath" };
    await place.run([
      `ALTER TABLE ${place.table} RENAME TO beneath`,
      `CREATE VIEW ${place.table} AS TABLE ${identifier(table.schema)}.beneath`,
    ]);
    expect((await readBoth(places.database(), place)).ledger).toMatchObject({
      state: "foreign",
      kind: "view",
    });
  });

  test("of a completed shape C are read by its rows", async () => {
    const place = await places.whole();
    await place.run([
      `ALTER TABLE ${place.table} ADD COLUMN description text`,
      `INSERT INTO ${place.table} (version) VALUES ('1_a')`,
    ]);
    expect((await readBoth(places.database(), place)).ledger).toMatchObject({
      state: "ours",
      versionIsStem: true,
    });
    await place.run(`ALTER TABLE ${place.table} DROP COLUMN description`);
    expect((await readBoth(places.database(), place)).ledger).toMatchObject({
      state: "ours",
      versionIsStem: false,
    });
  });

  test("are read as the role that is named, which alone may see them", async () => {
    const owner = await freshRole(server, "NOLOGIN");
    const user = await freshRole(server);
    const database = await freshDatabase(server);
    await database.query(`GRANT ${owner.name} TO ${user.name}`);
    await database.query(`ALTER ROLE ${user.name} NOINHERIT`);
    if (server.major >= 16)
      await database.query(`GRANT ${owner.name} TO ${user.name} WITH INHERIT FALSE, SET TRUE`);
    await database.query(`CREATE SCHEMA own AUTHORIZATION ${owner.name}`);
    const place = { name: { schema: "own", table: "m" } };
    for (const statement of makeLedgerDdl({ ...NO_LEDGER, schemaExists: true }, place.name))
      await database.query(`SET ROLE ${owner.name}; ${statement}; RESET ROLE`);
    await database.query("INSERT INTO own.m (version) VALUES ('1')");
    const settings = { ...database.settings, user: user.name, password: user.password };
    const { ledger, turns } = await readBoth({ ...database, settings }, place, owner.name);
    expect({ ledger, turns }).toMatchObject({
      turns: 1,
      ledger: { state: "ours", rows: [{ version: "1" }] },
    });
    await database.query("DROP VIEW own.migration_status_view; ALTER TABLE own.m DROP COLUMN origin");
    expect((await readBoth({ ...database, settings }, place, owner.name)).ledger).toMatchObject({
      ...{ state: "partial", rows: [{ version: "1" }] },
    });
    await expect(readBoth({ ...database, settings }, place)).rejects.toMatchObject({
      code: "LEDGER_FORBIDDEN",
    });
  });
});
