import { expect, test } from "vitest";
import { REMEMBER_START } from "../../../src/ledger/record.ts";
import {
  completeBack,
  failBack,
  reachedBack,
  rollbackFailureHistory,
  rollbackHistory,
  takeRow,
  takeRowForNow,
} from "../../../src/ledger/record-down.ts";
import { type LedgerPlace, ledgerPlaces, makeRecorderOf } from "../../support/ledger-place.ts";
import { makeFile, makeRow } from "../../support/plan-values.ts";
import { describeOnNewest } from "../../support/servers.ts";

const FILE = makeFile("001_it's");
const TAKEN = { file: FILE, row: makeRow("001"), checksum: "sha256:back" };

const seen = (place: LedgerPlace) =>
  place.ask(`SELECT version, status, statements_done, error_message FROM ${place.table} ORDER BY version`);
const past = (place: LedgerPlace) =>
  place.ask(`SELECT version, action, status, error_message, batch FROM ${place.history}`);

/** A row of these values beside `2`, which stays as it is. */
async function recorded(place: LedgerPlace, version = "001", status = "completed"): Promise<void> {
  const quoted = version.replaceAll("'", "''");
  await place.run(
    `INSERT INTO ${place.table} (version, status) VALUES ('${quoted}', '${status}'), ('2', 'completed')`,
  );
}

const OTHER = { version: "2", status: "completed", statements_done: null, error_message: null };
const GONE = { code: "MA001", message: "version 001 is not on record as applied any more" };

describeOnNewest("a row that is taken back", (server) => {
  const places = ledgerPlaces(server);

  test.each(["completed", "SUCCESS", "Applied"])("goes alone when it is `%s`", async (status) => {
    const place = await places.whole();
    await recorded(place, "001", status);
    await place.run(takeRow(makeRecorderOf(place), TAKEN));
    expect(await seen(place)).toEqual([OTHER]);
  });

  test.each([
    ["as it was read", "1-other", makeRow("1-other")],
    ["by the file's stem", "001_it's", makeRow("001_it's")],
    ["as the file has it, where no row was read", "001", null],
    ["by the stem, where no row was read", "001_it's", null],
  ])("is found %s", async (_, version, row) => {
    const place = await places.whole();
    await recorded(place, version);
    await place.run(takeRow(makeRecorderOf(place), { ...TAKEN, row }));
    expect(await seen(place)).toEqual([OTHER]);
  });

  test("counts as applied where its status is not known", async () => {
    const place = await places.whole();
    await place.run(`ALTER TABLE ${place.table} ALTER status DROP NOT NULL`);
    await place.run(`INSERT INTO ${place.table} (version, status) VALUES ('001', NULL)`);
    await place.run(takeRow(makeRecorderOf(place), TAKEN));
    expect(await seen(place)).toEqual([]);
  });

  test.each(["pending", "running", "FAILED"])(
    "is an error of its own when it is `%s`, and stays",
    async (status) => {
      const place = await places.whole();
      await recorded(place, "001", status);
      await expect(place.run(takeRow(makeRecorderOf(place), TAKEN))).rejects.toMatchObject(GONE);
      await expect(place.run(takeRowForNow(makeRecorderOf(place), TAKEN))).rejects.toMatchObject(GONE);
      expect(await seen(place)).toEqual([
        { version: "001", status, statements_done: null, error_message: null },
        OTHER,
      ]);
    },
  );

  test("is an error of its own when another run was faster, by the version as it was read, else the file's", async () => {
    const place = await places.whole();
    const recorder = makeRecorderOf(place);
    await expect(place.run(takeRow(recorder, { ...TAKEN, row: null }))).rejects.toMatchObject(GONE);
    const read = { ...TAKEN, row: makeRow("1_other") };
    await expect(place.run(takeRow(recorder, read))).rejects.toMatchObject({
      message: "version 1_other is not on record as applied any more",
    });
  });

  test("is an error where two rows mean it, and both stay", async () => {
    const place = await places.whole();
    await place.run(`INSERT INTO ${place.table} (version) VALUES ('001'), ('001_it''s')`);
    await expect(place.run(takeRow(makeRecorderOf(place), TAKEN))).rejects.toMatchObject(GONE);
    expect(await seen(place)).toHaveLength(2);
  });

  test("has its time in the history where it was remembered, and the file's own run beside it", async () => {
    const place = await places.whole();
    await place.run(["BEGIN", REMEMBER_START, "SELECT pg_sleep(0.02)"]);
    await place.run([rollbackHistory(makeRecorderOf(place), FILE), "COMMIT"]);
    const rows = await place.ask(
      `SELECT version, action, status, error_message, batch, execution_time_ms >= 20 AND execution_time_ms < 60000 AS timed FROM ${place.history}`,
    );
    expect(rows).toEqual([
      { version: "001", action: "rollback", status: "completed", error_message: null, batch: 4, timed: true },
    ]);
    const other = await places.whole();
    await other.run(["SELECT set_config('migrate_action.started', '', false)"]);
    await other.run(rollbackHistory(makeRecorderOf(other), FILE));
    expect(await other.ask(`SELECT execution_time_ms FROM ${other.history}`)).toEqual([
      { execution_time_ms: null },
    ]);
  });

  test("leaves a failure in the history alone where all was rolled back", async () => {
    const place = await places.whole();
    await recorded(place);
    await place.run(rollbackFailureHistory(makeRecorderOf(place), FILE, "it's used"));
    expect(await past(place)).toEqual([
      { version: "001", action: "rollback", status: "failed", error_message: "it's used", batch: 4 },
    ]);
    expect(await place.ask(`SELECT execution_time_ms FROM ${place.history}`)).toEqual([
      { execution_time_ms: null },
    ]);
  });
});

describeOnNewest("a row whose way back runs outside a transaction", (server) => {
  const places = ledgerPlaces(server);
  const running = (done: number) => ({
    ...{ version: "001", status: "running", statements_done: done },
    error_message: "while it was taken back (sha256:back)",
  });

  /** A ledger in which TAKEN's row was taken for now. */
  const taken = async () => {
    const place = await places.whole();
    const recorder = makeRecorderOf(place);
    await recorded(place);
    await place.run([`UPDATE ${place.table} SET applied_at = '2020-01-01'`, takeRowForNow(recorder, TAKEN)]);
    return { place, recorder };
  };

  test("stays, running, with nothing done yet, from the moment at which it was begun", async () => {
    const { place } = await taken();
    expect(await seen(place)).toEqual([running(0), OTHER]);
    expect(
      await place.ask(
        `SELECT version, now() - applied_at < '1 min' AS just FROM ${place.table} ORDER BY version`,
      ),
    ).toEqual([
      { version: "001", just: true },
      { version: "2", just: false },
    ]);
  });

  test("keeps count of what is done", async () => {
    const { place, recorder } = await taken();
    await place.run(reachedBack(recorder, TAKEN, 2));
    expect(await seen(place)).toEqual([running(2), OTHER]);
  });

  test("is made anew where the file has deleted it itself, as it was spelled", async () => {
    const { place, recorder } = await taken();
    await place.run([`DELETE FROM ${place.table} WHERE version = '001'`, reachedBack(recorder, TAKEN, 2)]);
    expect(await seen(place)).toEqual([running(2), OTHER]);
    await place.run(`DELETE FROM ${place.table} WHERE version = '001'`);
    await place.run(reachedBack(recorder, { ...TAKEN, row: makeRow("1_other") }, 2));
    expect((await seen(place)).map(({ version }) => version)).toEqual(["1_other", "2"]);
    await place.run(`DELETE FROM ${place.table} WHERE version = '1_other'`);
    await place.run(reachedBack(recorder, { ...TAKEN, row: null }, 2));
    const [row] = await place.ask(`SELECT * FROM ${place.table} ORDER BY version`);
    expect(row).toMatchObject({
      version: "001",
      name: "it's",
      applied_by: "o'hara",
      execution_time_ms: null,
    });
  });

  test("is left as it is where it was never begun", async () => {
    const place = await places.whole();
    await recorded(place);
    await place.run(reachedBack(makeRecorderOf(place), TAKEN, 2));
    expect(await seen(place)).toEqual([{ ...OTHER, version: "001" }, OTHER]);
  });

  test("has failed half-way with what is done and why, and the history has that too", async () => {
    const { place, recorder } = await taken();
    await place.run(failBack(recorder, TAKEN, 1, "it's used"));
    expect(await seen(place)).toEqual([
      {
        ...running(1),
        status: "failed",
        error_message: "while it was taken back (sha256:back): it's used",
      },
      OTHER,
    ]);
    expect(await past(place)).toEqual([
      { version: "001", action: "rollback", status: "failed", error_message: "it's used", batch: 4 },
    ]);
  });

  test("goes at the end, and the history has how long it took", async () => {
    const { place, recorder } = await taken();
    await place.run([
      `UPDATE ${place.table} SET applied_at = applied_at - interval '5 s' WHERE version = '001'`,
      ...completeBack(recorder, TAKEN),
    ]);
    expect(await seen(place)).toEqual([OTHER]);
    expect(await past(place)).toEqual([
      { version: "001", action: "rollback", status: "completed", error_message: null, batch: 4 },
    ]);
    const [timed] = await place.ask(
      `SELECT execution_time_ms BETWEEN 5000 AND 60000 AS is_right FROM ${place.history}`,
    );
    expect(timed).toEqual({ is_right: true });
  });
});
