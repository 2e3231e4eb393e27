import { expect, test } from "vitest";
import { identifier } from "../../../src/database/quote.ts";
import { expectationTable, missingQuery } from "../../../src/ledger/expectation.ts";
import { concludeExpectation, expectationDdl } from "../../../src/ledger/expectation-statements.ts";
import { goneOf } from "../../support/expectation.ts";
import { ledgerPlaces, readBoth } from "../../support/ledger-place.ts";
import { freshRole } from "../../support/roles.ts";
import { describeOnServers, freshDatabase } from "../../support/servers.ts";

describeOnServers("what is expected of the schema", (server) => {
  const places = ledgerPlaces(server);

  test("is told with the ledger in the same message, whether it is kept, begun, or not there at all", async () => {
    const place = await places.whole();
    const table = expectationTable(place.name);
    const stand = async () => {
      const { ledger, turns } = await readBoth(places.database(), place);
      expect([turns, (await place.read()).expectation]).toEqual([1, ledger.expectation]);
      return ledger.expectation;
    };
    expect(await stand()).toBe("absent");
    await place.run(expectationDdl(place.name));
    expect(await stand()).toBe("none");
    await place.run(`INSERT INTO ${table} (ledger, expected) VALUES ('of another', '[]')`);
    expect(await stand()).toBe("none");
    await place.run(concludeExpectation(place.name, { before: [], named: [] }));
    expect(await stand()).toBe("kept");
    await place.run(`UPDATE ${table} SET before = '[]'`);
    expect(await stand()).toBe("begun");
  });
});

describeOnServers("a role that may only read the ledger", (server) => {
  test("is refused nothing, and told of nothing that is gone", async () => {
    const role = await freshRole(server);
    const database = await freshDatabase(server);
    const name = { schema: 'S"', table: "t" };
    await database.query(`CREATE SCHEMA ${identifier(name.schema)}`);
    expect(await goneOf(database, name)).toEqual([]);
    await database.query(expectationDdl(name));
    await database.query(
      `INSERT INTO ${expectationTable(name)} (ledger, expected) VALUES ('t', '[["table", "public", "x", [], []]]')`,
    );
    expect(await goneOf(database, name)).toEqual(["table public.x"]);
    await database.query(`GRANT USAGE ON SCHEMA ${identifier(name.schema)} TO ${role.name}`);
    await database.query(`SET ROLE ${role.name}`);
    expect(await database.query(missingQuery(name))).toEqual([{ differing: null }]);
  });
});
