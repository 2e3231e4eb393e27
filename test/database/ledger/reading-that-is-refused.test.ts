import { expect, onTestFinished, test } from "vitest";
import { makeConnector } from "../../../src/database/connector.ts";
import { identifier } from "../../../src/database/quote.ts";
import { readLedger } from "../../../src/ledger/read-ledger.ts";
import { readFirst } from "../../../src/ledger/reading.ts";
import { type LedgerPlace, ledgerPlaces } from "../../support/ledger-place.ts";
import { freshRole } from "../../support/roles.ts";
import { describeOnNewest } from "../../support/servers.ts";

describeOnNewest("a ledger that may not be read", (server) => {
  const places = ledgerPlaces(server);
  const grants = ({ name, table, history }: LedgerPlace, who: string) =>
    `As the owner: GRANT USAGE ON SCHEMA ${identifier(name.schema)} TO ${identifier(who)}; GRANT SELECT, INSERT, UPDATE ON ${table}, ${history} TO ${identifier(who)}; Or name a role that may with \`role\`.`;

  test("by the role that is named is told with what to grant to that", async () => {
    const place = await places.whole();
    const role = await freshRole(server, "NOLOGIN");
    await expect(place.read(role.name)).rejects.toMatchObject({
      ...{ code: "LEDGER_FORBIDDEN", details: { sqlState: "42501", hint: grants(place, role.name) } },
      message: `The ledger ${place.table} could not be read: permission denied for schema ${place.name.schema}.`,
      cause: { code: "42501" },
    });
  });

  test("by the session's own user is told with that one's name, and the session can be used again", async () => {
    const place = await places.whole();
    const user = await freshRole(server);
    onTestFinished(() => place.run(`DROP OWNED BY ${user.name}`));
    await place.run(`GRANT USAGE ON SCHEMA ${identifier(place.name.schema)} TO ${user.name}`);
    const own = { ...places.database().settings, user: user.name, password: user.password };
    const session = await makeConnector(own, 5_000).open();
    try {
      await expect(readLedger(session, place.name, null)).rejects.toMatchObject({
        ...{ code: "LEDGER_FORBIDDEN", details: { hint: grants(place, user.name) } },
        message: `The ledger ${place.table} could not be read: permission denied for table ${place.name.table}.`,
      });
      expect(await session.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
    } finally {
      await session.close();
    }
  });

  test("in full, because a policy hides rows, is no shorter ledger", async () => {
    const place = await places.whole();
    const role = await freshRole(server, "NOLOGIN");
    onTestFinished(() => place.run(`DROP OWNED BY ${role.name}`));
    await place.run([
      `GRANT USAGE ON SCHEMA ${identifier(place.name.schema)} TO ${role.name}`,
      `GRANT SELECT ON ${place.table}, ${place.history} TO ${role.name}`,
      `ALTER TABLE ${place.table} ENABLE ROW LEVEL SECURITY`,
    ]);
    await expect(place.read(role.name)).rejects.toMatchObject({
      code: "LEDGER_FORBIDDEN",
      details: {
        hint: `A ledger of which rows are hidden would be taken for a shorter one. As the owner: ALTER TABLE … DISABLE ROW LEVEL SECURITY; or ALTER ROLE ${identifier(role.name)} BYPASSRLS;`,
      },
    });
  });
});

describeOnNewest("any other error of a reading", (server) => {
  const places = ledgerPlaces(server);

  test("is the server's own, and the session can be used again", async () => {
    const session = await makeConnector(places.database().settings, 5_000).open();
    const name = { schema: "public", table: "m" };
    try {
      await expect(readFirst(session, "SELECT 1/0", name, null)).rejects.toMatchObject({ code: "22012" });
      await expect(readFirst(session, "CREATE TABLE m ()", name, null)).rejects.toMatchObject({
        code: "25006",
      });
      expect(await readFirst(session, "SELECT 1 AS one WHERE false", name, null)).toEqual([]);
      expect(await readFirst(session, "SELECT 1 AS one", name, null)).toEqual([{ one: 1 }]);
    } finally {
      await session.close();
    }
  });

  test("is told as it is where it is not the server's: the session is closed", async () => {
    const session = await makeConnector(places.database().settings, 5_000).open();
    await session.close();
    const name = { schema: "public", table: "m" };
    const error = await readFirst(session, "SELECT 1", name, null).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/^Error: .*clos/);
  });
});
