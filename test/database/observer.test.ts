import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeObserver } from "../../src/shells/http/observer/observer.ts";
import { makeSetup } from "../../src/shells/http/setup.ts";
import { becomesTrue } from "../support/processes.ts";
import { migrate } from "../support/runs.ts";
import { describeOnNewest, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeMigrations } from "../support/temporary.ts";

const FILES = {
  "1_a.sql": "CREATE TABLE a (id int, name text)",
  "2_b.sql": "ALTER TABLE a DROP COLUMN name",
};

function observe(database: TestDatabase, migrations: string) {
  const values = new Map([["migrations-path", migrations]]);
  const setup = makeSetup({ values, environment: { DATABASE_URL: database.url } }, "", () => {});
  const observer = makeObserver(setup, new AbortController().signal);
  onTestFinished(observer.close);
  return observer;
}

const sessionsIn = async ({ query }: TestDatabase): Promise<number> => {
  const rows = await query(
    "SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
  );
  return rows.length;
};

describeOnNewest("an observer", (server) => {
  test("previews what is pending with its hazards, and nothing of it is run or recorded", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(FILES);
    expect((await migrate(server, database, migrations, { flags: ["--target=1"] })).code).toBe(0);
    await database.query("INSERT INTO a SELECT n, 'x' FROM generate_series(1, 10) n");
    const observer = observe(database, migrations);
    const [report, same] = await Promise.all([observer.preview(), observer.preview()]);
    expect(report.failure).toBeNull();
    expect(report.plan?.steps.map(({ version }) => version)).toEqual(["2"]);
    expect(report.plan?.steps[0]?.hazards.map(({ level }) => level)).toEqual(["error"]);
    expect(same.plan).toEqual(report.plan);
    expect(await observer.preview()).toBe(same);
    expect((await observer.stand()).report.ledger).toMatchObject({ applied: ["1"], pending: ["2"] });
    writeFileSync(join(migrations, "3_c.sql"), "SELECT 1");
    const isSeen = async () => (await observer.preview()).plan?.steps.length === 2;
    expect(await becomesTrue(isSeen, 10_000)).toBe(true);
  });

  test("knows what was run, and when something was run since", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(FILES);
    const observer = observe(database, migrations);
    expect((await observer.history()).history).toEqual([]);
    expect((await migrate(server, database, migrations)).code).toBe(0);
    expect((await observer.history()).history?.map(({ version }) => version).toSorted()).toEqual(["1", "2"]);
  });

  test("keeps one connection, whatever it was asked, and none when it is closed", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(FILES);
    expect((await migrate(server, database, migrations)).code).toBe(0);
    const observer = observe(database, migrations);
    for (let round = 0; round < 5; round++)
      await Promise.all([observer.stand(), observer.history(), observer.preview(), observer.stand()]);
    expect(await becomesTrue(async () => (await sessionsIn(database)) === 1, 10_000)).toBe(true);
    const last = observer.stand();
    observer.close();
    await last;
    expect(await becomesTrue(async () => (await sessionsIn(database)) === 0, 10_000)).toBe(true);
    expect((await observer.stand()).report.failure).not.toBeNull();
  });
});
