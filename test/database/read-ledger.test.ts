import { expect, onTestFinished, test, vi } from "vitest";
import { makeConnector } from "../../src/database/connector.ts";
import { readServerAndLedger } from "../../src/ledger/read-ledger.ts";
import { LEDGER_NAME } from "../support/plan-values.ts";
import { migrate } from "../support/runs.ts";
import { describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeMigrations } from "../support/temporary.ts";

describeOnServers("server and ledger", (server) => {
  const read = async (database: TestDatabase) => {
    const session = await makeConnector(database.settings, 5_000).open();
    onTestFinished(() => session.close());
    const messages = [vi.spyOn(session, "query"), vi.spyOn(session, "queries")];
    const { ledger } = await readServerAndLedger(session, LEDGER_NAME, null);
    return { ledger, turns: messages.reduce((sum, { mock }) => sum + mock.calls.length, 0) };
  };

  test.each([
    ["numbers", "1_a.sql", "1"],
    ["Prisma's names", "20240101_a/migration.sql", "20240101_a"],
    ["Diesel's hyphens", "2024-01-01_a/up.sql", "2024-01-01"],
  ])("come in one turn where the versions are %s", async (_, file, version) => {
    const database = await freshDatabase(server);
    expect((await migrate(server, database, makeMigrations({ [file]: "SELECT 1" }))).code).toBe(0);
    const { ledger, turns } = await read(database);
    expect(turns).toBe(1);
    expect(ledger).toMatchObject({ state: "ours", versionIsStem: false, rows: [{ version }] });
  });

  test("a completed ledger of shape C still says that its versions are stems", async () => {
    const database = await freshDatabase(server);
    await database.query(
      "CREATE TABLE schema_migrations (version varchar(255) PRIMARY KEY, applied_at timestamp DEFAULT now(), description text)",
    );
    await database.query("INSERT INTO schema_migrations VALUES ('1_a', now(), 'a')");
    const directory = makeMigrations({ "1_a.sql": "SELECT 1", "2_b.sql": "SELECT 1" });
    expect((await migrate(server, database, directory)).code).toBe(0);
    const { ledger } = await read(database);
    expect(ledger).toMatchObject({ state: "ours", versionIsStem: true });
    expect(ledger.rows.map(({ version }) => version).sort()).toEqual(["1_a", "2_b"]);
  });
});
