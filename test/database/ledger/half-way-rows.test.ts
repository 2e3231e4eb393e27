import { expect, test } from "vitest";
import {
  beginRow,
  completeRow,
  failRow,
  failureHistory,
  reachedOwnRow,
  reachedRow,
} from "../../../src/ledger/record.ts";
import { type LedgerPlace, ledgerPlaces, makeRecorderOf } from "../../support/ledger-place.ts";
import { makeFile } from "../../support/plan-values.ts";
import { describeOnNewest } from "../../support/servers.ts";

const FILE = makeFile("001_a");

const seen = (place: LedgerPlace) =>
  place.ask(`SELECT version, status, statements_done, error_message FROM ${place.table} ORDER BY version`);

describeOnNewest("of a file outside a transaction", (server) => {
  const places = ledgerPlaces(server);

  /** A ledger in which FILE and another one were begun. */
  const begun = async () => {
    const place = await places.whole();
    const recorder = makeRecorderOf(place);
    await place.run([beginRow(recorder, FILE, 0), beginRow(recorder, makeFile("002_b"), 0)]);
    return { place, recorder };
  };
  const other = { version: "002", status: "running", statements_done: 0, error_message: null };

  test("the row keeps count of what is done, and no other does", async () => {
    const { place, recorder } = await begun();
    await place.run(reachedRow(recorder, FILE, 2));
    expect(await seen(place)).toEqual([
      { version: "001", status: "running", statements_done: 2, error_message: null },
      other,
    ]);
  });

  test("the row that is gone, as after a failover behind a pooler, is made anew with the count, and can be completed", async () => {
    const { place, recorder } = await begun();
    await place.run([`DELETE FROM ${place.table} WHERE version = '001'`, reachedRow(recorder, FILE, 2)]);
    expect(await seen(place)).toEqual([
      { version: "001", status: "running", statements_done: 2, error_message: null },
      other,
    ]);
    await place.run(completeRow(recorder, FILE));
    expect((await seen(place))[0]).toMatchObject({ status: "completed", statements_done: null });
  });

  test("the row that it wrote itself keeps count, in any spelling, and is running again", async () => {
    const { place, recorder } = await begun();
    await place.run(`UPDATE ${place.table} SET version = '1_a', status = 'completed' WHERE version = '001'`);
    await place.run(reachedOwnRow(recorder, FILE, 2));
    expect((await seen(place)).toReversed()).toEqual([
      { version: "1_a", status: "running", statements_done: 2, error_message: null },
      other,
    ]);
  });

  test("the row that another run has taken up again is that one's: this run's transaction ends there", async () => {
    const { place, recorder } = await begun();
    await place.run(`UPDATE ${place.table} SET batch = 5, statements_done = 7 WHERE version = '001'`);
    for (const reached of [reachedRow(recorder, FILE, 2), reachedOwnRow(recorder, FILE, 2)])
      await expect(place.run(reached)).rejects.toMatchObject({
        code: "22P02",
        message: expect.stringContaining('"this migration was taken over by run 5"'),
      });
    await place.run(failRow(recorder, FILE, 2, "it broke"));
    expect(await seen(place)).toMatchObject([{ status: "running", statements_done: 7 }, other]);
  });

  test("a row without a run's number becomes this run's", async () => {
    const { place, recorder } = await begun();
    await place.run([`UPDATE ${place.table} SET batch = NULL`, reachedRow(recorder, FILE, 2)]);
    expect(await place.ask(`SELECT batch FROM ${place.table} ORDER BY version`)).toEqual([
      ...[{ batch: 4 }, { batch: null }],
    ]);
    await place.run([`UPDATE ${place.table} SET batch = NULL`, ...failRow(recorder, FILE, 3, "it broke")]);
    expect(await seen(place)).toMatchObject([{ status: "failed", statements_done: 3 }, other]);
  });

  test("a failure is in the row, with its message and the most that is known to be done, and in the history", async () => {
    const { place, recorder } = await begun();
    await place.run([reachedRow(recorder, FILE, 2), ...failRow(recorder, FILE, 1, "it's \\ gone")]);
    expect(await seen(place)).toEqual([
      { version: "001", status: "failed", statements_done: 2, error_message: "it's \\ gone" },
      other,
    ]);
    await place.run(failRow(recorder, FILE, 3, "again"));
    expect(await seen(place)).toEqual([
      { version: "001", status: "failed", statements_done: 3, error_message: "again" },
      other,
    ]);
    const history = await place.ask(
      `SELECT version, action, status, error_message, execution_time_ms, batch FROM ${place.history} ORDER BY executed_at`,
    );
    const failed = { version: "001", action: "up", status: "failed", execution_time_ms: null, batch: 4 };
    expect(history).toEqual([
      { ...failed, error_message: "it's \\ gone" },
      { ...failed, error_message: "again" },
    ]);
  });
});

describeOnNewest("of a file that was rolled back", (server) => {
  const places = ledgerPlaces(server);

  test("the history alone tells", async () => {
    const place = await places.whole();
    const recorder = makeRecorderOf(place, { environment: null, runUrl: null });
    await place.run(failureHistory(recorder, FILE, "no such table"));
    expect(await seen(place)).toEqual([]);
    expect(
      await place.ask(
        `SELECT version, action, status, error_message, environment, run_url FROM ${place.history}`,
      ),
    ).toEqual([
      {
        ...{ version: "001", action: "up", status: "failed", error_message: "no such table" },
        ...{ environment: null, run_url: null },
      },
    ]);
  });
});
