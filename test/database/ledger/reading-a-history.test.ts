import { expect, test } from "vitest";
import { makeConnector } from "../../../src/database/connector.ts";
import { identifier } from "../../../src/database/quote.ts";
import { type History, readHistory } from "../../../src/ledger/read-history.ts";
import { type LedgerPlace, ledgerPlaces } from "../../support/ledger-place.ts";
import { freshRole } from "../../support/roles.ts";
import { describeOnNewest, freshDatabase, type TestDatabase } from "../../support/servers.ts";

async function read(
  database: TestDatabase,
  place: LedgerPlace,
  limit = 10,
  role: string | null = null,
): Promise<History | null> {
  const ledger = await place.read(role);
  const session = await makeConnector(database.settings, 5_000).open();
  try {
    return await readHistory(session, place.name, ledger, { role, limit });
  } finally {
    await session.close();
  }
}

describeOnNewest("a history that is read", (server) => {
  const places = ledgerPlaces(server);

  test("says all that a row has, and the name that its version has in the ledger", async () => {
    const place = await places.whole();
    await place.run([
      `INSERT INTO ${place.table} (version, name) VALUES ('1', 'create_users'), ('2', 'other')`,
      `ALTER TABLE ${place.history} ADD COLUMN backup text`,
      `INSERT INTO ${place.history} (backup, version, action, executed_at, execution_time_ms, status, error_message, executed_by, environment, batch, run_url)
       VALUES ('2020-03-03T00:00:00.000Z base', '1', 'up', '2020-03-04T05:06:07.089Z', 12, 'failed', 'it broke', 'bob', 'staging', 5, 'https://r')`,
    ]);
    expect(await read(places.database(), place)).toEqual({
      total: 1,
      entries: [
        {
          ...{ version: "1", name: "create_users", action: "up", status: "failed", executedBy: "bob" },
          ...{ executedAt: new Date("2020-03-04T05:06:07.089Z"), executionTimeMs: 12, batch: 5 },
          ...{ environment: "staging", runUrl: "https://r", error: "it broke" },
          backup: "2020-03-03T00:00:00.000Z base",
        },
      ],
    });
  });

  test("says nothing where a row has nothing, or an empty text", async () => {
    const place = await places.whole();
    await place.run(
      `INSERT INTO ${place.history} (version, executed_at, environment) VALUES (NULL, 'infinity', '')`,
    );
    const nothing = {
      ...{ version: "", name: null, action: null, status: null, executedBy: null, executedAt: null },
      ...{ executionTimeMs: null, batch: null, environment: null, runUrl: null, error: null, backup: null },
    };
    expect(await read(places.database(), place)).toEqual({ total: 1, entries: [nothing] });
  });

  test("has the newest first, no more than are asked for, and counts all", async () => {
    const place = await places.whole();
    await place.run(`INSERT INTO ${place.history} (version, executed_at)
      VALUES ('2', '2020-01-02'), ('3', '2020-01-03'), ('none', NULL), ('1', '2020-01-01')`);
    const versions = async (limit: number) => {
      const history = await read(places.database(), place, limit);
      return [history?.total, ...(history?.entries.map(({ version }) => version) ?? [])];
    };
    expect(await versions(2)).toEqual([4, "3", "2"]);
    expect(await versions(9)).toEqual([4, "3", "2", "1", "none"]);
  });

  test("has a later batch before an earlier one, whatever the clocks said, and rows without one behind", async () => {
    const place = await places.whole();
    await place.run(`INSERT INTO ${place.history} (version, batch, executed_at)
      VALUES ('2', 2, '2019-01-01'), ('1', 1, '2021-01-01'), ('none', NULL, '2022-01-01'), ('3', 2, '2019-01-02')`);
    const history = await read(places.database(), place);
    expect(history?.entries.map(({ version }) => version)).toEqual(["3", "2", "1", "none"]);
  });

  test("is empty where nothing has happened", async () => {
    const place = await places.whole();
    expect(await read(places.database(), place)).toEqual({ total: 0, entries: [] });
  });

  test("is none where there is no table, or one that is not such a history", async () => {
    const place = places.empty();
    expect(await read(places.database(), place)).toBeNull();
    await place.run([
      `CREATE SCHEMA ${identifier(place.name.schema)}`,
      `CREATE TABLE ${place.history} (version text)`,
    ]);
    expect(await read(places.database(), place)).toBeNull();
    await place.run(`ALTER TABLE ${place.history} DROP COLUMN version, ADD COLUMN executed_at timestamptz`);
    expect(await read(places.database(), place)).toBeNull();
  });

  test("of another tool is read as far as it goes, also where its ledger has no names", async () => {
    const place = places.empty();
    await place.run([
      `CREATE SCHEMA ${identifier(place.name.schema)}`,
      `CREATE TABLE ${place.history} (version integer, executed_at timestamp, batch integer)`,
      `INSERT INTO ${place.history} VALUES (7, '2020-01-01', 3)`,
    ]);
    const bare = await read(places.database(), place);
    expect(bare?.entries).toMatchObject([{ version: "7", name: null, action: null, batch: 3, status: null }]);
    await place.run(`CREATE TABLE ${place.table} (version text, applied_at timestamptz, description text)`);
    expect((await read(places.database(), place))?.entries).toMatchObject([{ version: "7", name: null }]);
    await place.run([
      `ALTER TABLE ${place.table} ADD COLUMN name text`,
      `INSERT INTO ${place.table} (version, name) VALUES ('7', 'seven')`,
    ]);
    expect((await read(places.database(), place))?.entries).toMatchObject([{ version: "7", name: "seven" }]);
  });

  test("is read as the role that is named, which alone may see it, and writes nothing", async () => {
    const owner = await freshRole(server, "NOLOGIN");
    const user = await freshRole(server);
    const database = await freshDatabase(server);
    await database.query(
      server.major >= 16
        ? `GRANT ${owner.name} TO ${user.name} WITH INHERIT FALSE, SET TRUE`
        : `GRANT ${owner.name} TO ${user.name}`,
    );
    await database.query(`ALTER ROLE ${user.name} NOINHERIT`);
    await database.query(`CREATE SCHEMA own AUTHORIZATION ${owner.name}`);
    await database.query("CREATE TABLE own.migration_history (version text, executed_at timestamptz)");
    await database.query("INSERT INTO own.migration_history VALUES ('1', now())");
    await database.query(`ALTER TABLE own.migration_history OWNER TO ${owner.name}`);
    const settings = { ...database.settings, user: user.name, password: user.password };
    const name = { schema: "own", table: "m" };
    const ledger = {
      ...(await places.empty().read()),
      historyColumns: new Map([
        ["version", "text"],
        ["executed_at", "timestamptz"],
      ]),
    };
    const session = await makeConnector(settings, 5_000).open();
    const history = await readHistory(session, name, ledger, { role: owner.name, limit: 5 });
    expect(history?.entries).toMatchObject([{ version: "1" }]);
    await expect(readHistory(session, name, ledger, { role: null, limit: 5 })).rejects.toMatchObject({
      code: "LEDGER_FORBIDDEN",
    });
    await session.close();
  });
});
