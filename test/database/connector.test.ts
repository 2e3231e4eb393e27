import { expect, onTestFinished, test } from "vitest";
import { APPLICATION_NAME, type Connector, makeConnector } from "../../src/database/connector.ts";
import { becomesTrue } from "../support/processes.ts";
import { startCli } from "../support/run-cli.ts";
import { describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeMigrations } from "../support/temporary.ts";

/** Backends of this tool's at `database`. */
async function backends(database: TestDatabase): Promise<readonly number[]> {
  const rows = await database.query<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database()",
    [APPLICATION_NAME],
  );
  return rows.map(({ pid }) => pid);
}

const pidOf = async (opening: ReturnType<Connector["open"]>): Promise<number> => {
  const session = await opening;
  onTestFinished(() => session.close());
  return Number((await session.query("SELECT pg_backend_pid() AS pid"))[0]?.["pid"]);
};

describeOnServers("a session that is opened ahead", (server) => {
  const openedAhead = async () => {
    const database = await freshDatabase(server);
    const connector = makeConnector(database.settings, 5_000);
    connector.openAhead();
    expect(await becomesTrue(async () => (await backends(database)).length === 1, 5_000)).toBe(true);
    const [ahead] = await backends(database);
    return { database, connector, ahead };
  };

  test("is given to the next that opens one, and to no other", async () => {
    const { connector, ahead } = await openedAhead();
    expect(await pidOf(connector.open())).toBe(ahead);
    expect(await pidOf(connector.open())).not.toBe(ahead);
  });

  test("is not given when it was lost meanwhile", async () => {
    const { database, connector, ahead } = await openedAhead();
    await database.query("SELECT pg_terminate_backend($1)", [ahead]);
    expect(await becomesTrue(async () => (await backends(database)).length === 0, 5_000)).toBe(true);
    expect(await pidOf(connector.open())).not.toBe(ahead);
  });

  test("is left when nobody takes it", async () => {
    const { database, connector } = await openedAhead();
    connector.leaveAhead();
    expect(await becomesTrue(async () => (await backends(database)).length === 0, 5_000)).toBe(true);
  });

  test("is the run lock's: there while the rehearsal runs, and never in a dry run", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_slow.sql": "SELECT pg_sleep(1.5);" });
    const most = async (command: string) => {
      const cli = startCli([command, `--database-url=${database.url}`, `--migrations-path=${migrations}`]);
      await cli.says("Rehearsing 1 on");
      // The site sleeps for longer than that.
      const end = performance.now() + 1_000;
      let counted = 0;
      while (performance.now() < end) counted = Math.max(counted, (await backends(database)).length);
      expect((await cli.run).code).toBe(0);
      return counted;
    };
    expect(await most("plan")).toBe(1);
    expect(await most("up")).toBe(2);
  });
});
