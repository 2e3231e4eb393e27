import { expect, test } from "vitest";
import { makeUpStep } from "../../src/plan/make-step.ts";
import type { Step } from "../../src/plan/plan.ts";
import { applyWithoutRehearsal } from "../support/apply-without-rehearsal.ts";
import { LEDGER_NAME, makeFile, makeRepeatable, makeRow } from "../support/plan-values.ts";
import { historyOf, ledgerOf } from "../support/runs.ts";
import { describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";

const BEFORE = "CREATE TABLE IF NOT EXISTS runs (id int);";
const AFTER = "INSERT INTO runs VALUES (2); SELECT pg_sleep(0.5);";

/** The step by which a repeatable one whose text was `before` runs again as `text`. */
const again = (text: string, before = BEFORE): Step =>
  makeUpStep(makeRepeatable("r", text), LEDGER_NAME, makeRow("R__r", { checksum: `sha256:${before}` }));

describeOnServers("a repeatable migration that runs again", (server) => {
  /** `lockTable`: two runs with two of them do not see each other, as behind a pooler that loses locks. */
  const apply = async (database: TestDatabase, steps: readonly Step[], lockTable = "schema_migrations") => {
    const { outcome } = await applyWithoutRehearsal(database, steps, database.settings, lockTable);
    return { states: outcome.migrations.map(({ state }) => state), failure: outcome.failure };
  };

  const ran = async () => {
    const database = await freshDatabase(server);
    await apply(database, [makeUpStep(makeRepeatable("r", BEFORE), LEDGER_NAME)]);
    return database;
  };
  const rowsOf = async (database: TestDatabase) =>
    (await ledgerOf(database)).map(({ version, status, checksum }) => `${version} ${status} ${checksum}`);
  const countOf = async (database: TestDatabase) =>
    (await database.query<{ n: string }>("SELECT count(*) AS n FROM runs"))[0]?.n;

  test.each([
    ["in a transaction", AFTER],
    ["without one", `-- migrate:no-transaction\n${AFTER}`],
  ])("%s has one row, the new one, and a row of the history for every run", async (_, text) => {
    const database = await ran();
    expect(await apply(database, [again(text)])).toEqual({ states: ["applied"], failure: null });
    expect(await rowsOf(database)).toEqual([`R__r completed sha256:${text}`]);
    expect((await ledgerOf(database))[0]?.batch).toBe(2);
    expect(await historyOf(database)).toEqual(["R__r completed", "R__r completed"]);
  });

  test.each([
    ["in a transaction", AFTER],
    ["without one", `-- migrate:no-transaction\n${AFTER}`],
  ])("%s in two runs at once, no lock between them, runs once", async (_, text) => {
    const database = await ran();
    const runs = await Promise.all(["a", "b"].map((lock) => apply(database, [again(text)], lock)));
    expect(runs.flatMap(({ states }) => states).sort()).toEqual(["applied", "rolled-back"]);
    expect(runs.map(({ failure }) => failure?.code).sort()).toEqual(["LEDGER_CHANGED", undefined]);
    expect(await countOf(database)).toBe("1");
    expect(await rowsOf(database)).toEqual([`R__r completed sha256:${text}`]);
  });

  test.each([
    ["was deleted", "DELETE FROM schema_migrations"],
    ["is another by now", "UPDATE schema_migrations SET checksum = 'sha256:third'"],
  ])("whose row %s does not run, and says that the ledger has changed", async (_, change) => {
    const database = await ran();
    await database.query(change);
    const rows = await rowsOf(database);
    const { states, failure } = await apply(database, [again(AFTER)]);
    expect(states).toEqual(["rolled-back"]);
    expect(failure).toMatchObject({ code: "LEDGER_CHANGED", details: { version: "R__r" } });
    expect(await rowsOf(database)).toEqual(rows);
    expect(await countOf(database)).toBe("0");
  });

  test("and fails leaves the row of its last run as it was", async () => {
    const database = await ran();
    const before = await ledgerOf(database);
    const { states, failure } = await apply(database, [again("INSERT INTO runs VALUES (1); SELECT 1/0;")]);
    expect([states, failure?.code]).toEqual([["rolled-back"], "MIGRATION_FAILED"]);
    expect(await ledgerOf(database)).toEqual(before);
    expect(await historyOf(database)).toEqual(["R__r completed", "R__r failed"]);
  });

  test("and fails half-way outside a transaction says so in its row", async () => {
    const database = await ran();
    const text = "-- migrate:no-transaction\nINSERT INTO runs VALUES (1); SELECT 1/0;";
    expect(await apply(database, [again(text)])).toMatchObject({ states: ["failed"] });
    expect(await rowsOf(database)).toEqual([`R__r failed sha256:${text}`]);
    expect((await ledgerOf(database))[0]?.statements_done).toBe(1);
  });

  test("a version with dots or zeros behind them is found again while it runs outside a transaction", async () => {
    const database = await freshDatabase(server);
    const file = makeFile("1_a", "-- migrate:no-transaction\nSELECT 1; SELECT 1/0;");
    const dotted = { ...file, version: { text: "1.0", key: "1", order: [1n] }, stem: "V1.0__a" };
    expect(await apply(database, [makeUpStep(dotted, LEDGER_NAME)])).toMatchObject({ states: ["failed"] });
    expect(await ledgerOf(database)).toMatchObject([
      { version: "1.0", status: "failed", statements_done: 1 },
    ]);
  });
});
