import { expect, test } from "vitest";
import type { LedgerRow } from "../../../src/ledger/ledger.ts";
import { clearByHand, completeByHand, type GoingOn, resumeRow } from "../../../src/ledger/record-resume.ts";
import { type LedgerPlace, ledgerPlaces, makeRecorderOf } from "../../support/ledger-place.ts";
import { makeFile } from "../../support/plan-values.ts";
import { describeOnNewest } from "../../support/servers.ts";

const FILE = makeFile("001_it's");
const GONE = { code: "MA001", message: "version 1's is not on record any more as this run has read it" };

/** What is on record of a run with the number 3, at a time between two milliseconds; its row is as the product reads it. */
async function leftHalfWay(place: LedgerPlace, values: Record<string, string> = {}): Promise<LedgerRow> {
  const row = {
    ...{ version: "'1''s'", name: "'old'", checksum: "'sha256:old'", status: "'running'", batch: "3" },
    ...{ applied_at: "'2026-01-02 03:04:05.678901Z'", applied_by: "'mo''na'", statements_done: "2" },
    ...values,
  };
  const columns = Object.keys(row).join(", ");
  await place.run([
    `INSERT INTO ${place.table} (${columns}) VALUES (${Object.values(row).join(", ")})`,
    `INSERT INTO ${place.table} (version, status, statements_done) VALUES ('2', 'running', 1)`,
  ]);
  const read = (await place.read()).rows.find(({ version }) => version === "1's");
  if (read === undefined) throw new Error("There is no row.");
  return read;
}

const seen = async (place: LedgerPlace) => {
  const [row] =
    await place.ask(`SELECT version, name, checksum, status, batch, applied_by, statements_done, error_message,
      applied_at > now() - interval '1 min' AS just FROM ${place.table} WHERE version <> '2'`);
  return row;
};
const past = (place: LedgerPlace) =>
  place.ask(`SELECT version, action, status, error_message, executed_by, batch, checksum, execution_time_ms
    FROM ${place.history} ORDER BY executed_at`);

const OURS = { executed_by: "o'hara", batch: 4, execution_time_ms: null };
const REPAIR = { ...OURS, version: "001", action: "repair", status: "completed", checksum: FILE.checksum };

describeOnNewest("a row that is taken up again", (server) => {
  const places = ledgerPlaces(server);
  const going = (row: LedgerRow, values: Partial<GoingOn> = {}): GoingOn => ({
    ...{ file: FILE, row, direction: "up", statementsDone: 3, remark: null },
    ...values,
  });

  test("becomes this run's and the file's as it is now, and the history gets what the killed run could not say", async () => {
    const place = await places.whole();
    const row = await leftHalfWay(place, { error_message: "'it broke'" });
    await place.run(resumeRow(makeRecorderOf(place), going(row)));
    expect(await seen(place)).toEqual({
      ...{ version: "001", name: "it's", checksum: FILE.checksum, status: "running", batch: 4 },
      ...{ applied_by: "o'hara", statements_done: 3, error_message: null, just: true },
    });
    expect(await past(place)).toEqual([
      {
        ...{ version: "001", action: "up", status: "failed", batch: 3, checksum: "sha256:old" },
        ...{ executed_by: "mo'na", execution_time_ms: null },
        error_message: "The run ended after 2 of its statements without a word.",
      },
    ]);
  });

  test("on its way back stays what was applied, and that run's number is not the killed one's", async () => {
    const place = await places.whole();
    const row = await leftHalfWay(place, { error_message: "'while it was taken back'" });
    await place.run(resumeRow(makeRecorderOf(place), going(row, { direction: "down" })));
    expect(await seen(place)).toEqual({
      ...{ version: "1's", name: "old", checksum: "sha256:old", status: "running", batch: 3 },
      ...{ applied_by: "mo'na", statements_done: 3, error_message: "while it was taken back", just: true },
    });
    expect(await past(place)).toMatchObject([{ action: "rollback", status: "failed", batch: null }]);
  });

  test("that was never counted, nor has a batch or a time, is found too, and its run ended without a word", async () => {
    const place = await places.whole();
    const row = await leftHalfWay(place, { statements_done: "NULL", batch: "NULL", applied_at: "NULL" });
    await place.run(resumeRow(makeRecorderOf(place), going(row)));
    expect(await seen(place)).toMatchObject({ version: "001", batch: 4, statements_done: 3 });
    expect(await past(place)).toMatchObject([
      { error_message: "The run ended without a word.", batch: null, executed_by: "mo'na" },
    ]);
  });

  test("and has failed has said so itself; what a person chose is in the history", async () => {
    const place = await places.whole();
    const row = await leftHalfWay(place, { status: "'FAILED'" });
    await place.run(resumeRow(makeRecorderOf(place), going(row, { remark: "resume: it's there" })));
    expect(await seen(place)).toMatchObject({ version: "001", status: "running" });
    expect(await past(place)).toEqual([{ ...REPAIR, error_message: "resume: it's there" }]);
  });

  test.each([
    ["is gone", "DELETE FROM %T"],
    ["has another state", "UPDATE %T SET status = 'failed'"],
    ["has come further", "UPDATE %T SET statements_done = 3"],
    ["is not counted", "UPDATE %T SET statements_done = NULL"],
    ["is another run's", "UPDATE %T SET batch = 4"],
    ["is no run's", "UPDATE %T SET batch = NULL"],
    ["is of another time", "UPDATE %T SET applied_at = applied_at + interval '1 ms'"],
    ["is of no time", "UPDATE %T SET applied_at = NULL"],
  ])("is left alone where it %s: another run is at it", async (_, change) => {
    const place = await places.whole();
    const row = await leftHalfWay(place);
    await place.run(change.replace("%T", () => place.table));
    const before = await seen(place);
    const statements = resumeRow(makeRecorderOf(place), going(row));
    await expect(place.run(statements.slice(-1))).rejects.toMatchObject(GONE);
    expect(await seen(place)).toEqual(before);
  });
});

describeOnNewest("a row that a person decides about", (server) => {
  const places = ledgerPlaces(server);

  test("is applied as of the file as it is now", async () => {
    const place = await places.whole();
    const row = await leftHalfWay(place, { error_message: "'it broke'" });
    await place.run(completeByHand(makeRecorderOf(place), { file: FILE, row }, "file", "done: it's there"));
    expect(await seen(place)).toEqual({
      ...{ version: "1's", name: "old", checksum: FILE.checksum, status: "completed", batch: 3 },
      ...{ applied_by: "mo'na", statements_done: null, error_message: null, just: true },
    });
    expect(await past(place)).toEqual([{ ...REPAIR, error_message: "done: it's there" }]);
  });

  test.each([
    ["the record, where its way back does not count", FILE, "record", FILE],
    [
      "the record, where its file is gone",
      null,
      "file",
      { version: { text: "1's" }, checksum: "sha256:old" },
    ],
  ] as const)("is applied as of %s", async (_, file, asOf, named) => {
    const place = await places.whole();
    const row = await leftHalfWay(place);
    await place.run(completeByHand(makeRecorderOf(place), { file, row }, asOf, "done"));
    expect(await seen(place)).toMatchObject({ checksum: "sha256:old", status: "completed", just: false });
    expect(await past(place)).toMatchObject([
      { version: named.version.text, checksum: named.checksum, action: "repair" },
    ]);
  });

  test("goes off the record alone, and the history says so", async () => {
    const place = await places.whole();
    const row = await leftHalfWay(place);
    await place.run(clearByHand(makeRecorderOf(place), { file: FILE, row }, "clear: it's gone"));
    expect(await seen(place)).toBeUndefined();
    expect((await place.read()).rows).toMatchObject([{ version: "2", statementsDone: 1 }]);
    expect(await past(place)).toEqual([{ ...REPAIR, error_message: "clear: it's gone" }]);
  });

  test("is left alone where another run is at it", async () => {
    const place = await places.whole();
    const row = await leftHalfWay(place);
    await place.run(`UPDATE ${place.table} SET statements_done = 3`);
    const recorder = makeRecorderOf(place);
    const half = { file: FILE, row };
    for (const statements of [
      clearByHand(recorder, half, "clear"),
      completeByHand(recorder, half, "file", "done"),
    ])
      await expect(place.run(statements)).rejects.toMatchObject(GONE);
    expect(await seen(place)).toMatchObject({ status: "running", statements_done: 3 });
    expect(await past(place)).toEqual([]);
  });
});
