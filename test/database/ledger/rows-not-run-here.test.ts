import { expect, test } from "vitest";
import { copyRows } from "../../../src/ledger/copy-rows.ts";
import { recordUnrun, type Unrun } from "../../../src/ledger/record-unrun.ts";
import { replaceRow } from "../../../src/ledger/replace-row.ts";
import { ledgerPlaces, makeRecorderOf } from "../../support/ledger-place.ts";
import { makeFile, makeRow } from "../../support/plan-values.ts";
import { describeOnNewest } from "../../support/servers.ts";

const FILE = makeFile("001_a");
const ADOPTED: Unrun = { action: "adopt", origin: "adopted from d'bmate", ran: null, remark: null };
const AT = new Date("2020-03-04T05:06:07.089Z");

describeOnNewest("a migration that was not run here", (server) => {
  const places = ledgerPlaces(server);

  test("is on record as completed now, by whom it is recorded, and says where it comes from", async () => {
    const place = await places.whole();
    await place.run(recordUnrun(makeRecorderOf(place), FILE, ADOPTED));
    expect(await place.ask(`SELECT *, now() - applied_at < '1 min' AS just FROM ${place.table}`)).toEqual([
      {
        ...{ version: "001", name: "a", checksum: "sha256:SELECT 1;", status: "completed", batch: 4 },
        ...{ applied_by: "o'hara", origin: "adopted from d'bmate", execution_time_ms: null },
        ...{ error_message: null, statements_done: null, applied_at: expect.any(Date), just: true },
      },
    ]);
    expect(
      await place.ask(`SELECT action, status, error_message, execution_time_ms FROM ${place.history}`),
    ).toEqual([{ action: "adopt", status: "completed", error_message: null, execution_time_ms: null }]);
  });

  test("has what was accepted in the history, not in its row", async () => {
    const place = await places.whole();
    const unrun: Unrun = {
      action: "baseline",
      origin: "baseline",
      ran: null,
      remark: "table 'a' is missing",
    };
    await place.run(recordUnrun(makeRecorderOf(place), FILE, unrun));
    expect(await place.ask(`SELECT action, error_message FROM ${place.history}`)).toEqual([
      { action: "baseline", error_message: "table 'a' is missing" },
    ]);
    expect(await place.ask(`SELECT error_message FROM ${place.table}`)).toEqual([{ error_message: null }]);
  });

  test.each<[string, Unrun["ran"], Record<string, unknown>]>([
    [
      "when, by whom and for how long it ran elsewhere",
      { appliedAt: AT, appliedBy: "bo'b", executionTimeMs: 12 },
      { applied_at: AT, applied_by: "bo'b", execution_time_ms: 12 },
    ],
    [
      "not when, nor for how long, where that is not known, and by whom it is recorded",
      { appliedAt: null, appliedBy: null, executionTimeMs: null },
      { applied_at: null, applied_by: "o'hara", execution_time_ms: null },
    ],
    [
      "at most the longest time that the column holds",
      { appliedAt: AT, appliedBy: null, executionTimeMs: 2 ** 31 },
      { applied_at: AT, applied_by: "o'hara", execution_time_ms: 2_147_483_647 },
    ],
  ])("says %s", async (_, ran, wanted) => {
    const place = await places.whole();
    await place.run(recordUnrun(makeRecorderOf(place), FILE, { ...ADOPTED, ran }));
    const rows = await place.ask(`SELECT applied_at, applied_by, execution_time_ms FROM ${place.table}`);
    expect(rows).toEqual([wanted]);
  });
});

describeOnNewest("a row that a repeatable migration replaces", (server) => {
  const places = ledgerPlaces(server);

  test.each([
    ["a checksum", "'x'", "x"],
    ["none", "NULL", null],
  ])("goes where it is as it was planned, with %s, and no other goes", async (_, stored, checksum) => {
    const place = await places.whole();
    await place.run(
      `INSERT INTO ${place.table} (version, checksum) VALUES ('R__it''s', ${stored}), ('R__b', ${stored})`,
    );
    await place.run(replaceRow(makeRecorderOf(place), makeRow("R__it's", { checksum })));
    expect(await place.ask(`SELECT version FROM ${place.table}`)).toEqual([{ version: "R__b" }]);
  });

  test.each([
    ["another run has replaced it", "R__a", "y"],
    ["another run has replaced it where it had no checksum", "R__a", null],
    ["it is gone", "R__c", "x"],
  ])("is an error of its own where %s, and nothing goes", async (_, version, checksum) => {
    const place = await places.whole();
    await place.run(`INSERT INTO ${place.table} (version, checksum) VALUES ('R__a', 'x')`);
    await expect(
      place.run(replaceRow(makeRecorderOf(place), makeRow(version, { checksum }))),
    ).rejects.toMatchObject({ code: "MA001", message: expect.stringContaining("is gone") });
    expect(await place.ask(`SELECT version FROM ${place.table}`)).toEqual([{ version: "R__a" }]);
  });
});

describeOnNewest("a copy of a ledger", (server) => {
  const places = ledgerPlaces(server);
  const values = `'1', 'it''s', '${AT.toISOString()}', 'sha256:a', 7, 'failed', 'bo''b', 3, 2, 'baseline'`;
  const names =
    "version, name, applied_at, checksum, execution_time_ms, status, applied_by, batch, statements_done, origin";

  test("has the rows with all that they say", async () => {
    const from = await places.whole();
    const to = await places.whole();
    await from.run(`INSERT INTO ${from.table} (${names}) VALUES (${values})`);
    await from.run(`INSERT INTO ${from.table} (version, applied_at) VALUES ('2', NULL)`);
    await to.run(copyRows(await from.read(), to.name));
    const rows = await to.ask(`SELECT ${names} FROM ${to.table} ORDER BY version`);
    expect(rows).toEqual(await from.ask(`SELECT ${names} FROM ${from.table} ORDER BY version`));
    expect(rows).toHaveLength(2);
  });

  test("asks nothing of columns that the copied one does not have", async () => {
    const from = places.empty();
    const to = places.empty();
    for (const place of [from, to])
      await place.run([
        `CREATE SCHEMA ${place.table.split(".")[0]}`,
        `CREATE TABLE ${place.table} (version text, name text, applied_at timestamptz)`,
      ]);
    await from.run(`INSERT INTO ${from.table} VALUES ('1', NULL, '${AT.toISOString()}')`);
    await to.run(copyRows(await from.read(), to.name));
    expect(await to.ask(`SELECT * FROM ${to.table}`)).toEqual([{ version: "1", name: "", applied_at: AT }]);
  });
});
