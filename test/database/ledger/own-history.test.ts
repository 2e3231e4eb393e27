import { expect, test } from "vitest";
import { makeConnector } from "../../../src/database/connector.ts";
import { firstHistoryId, lastHistoryId } from "../../../src/ledger/history-id.ts";
import { type OwnHistory, readOwnHistory } from "../../../src/ledger/read-own-history.ts";
import { historyInsert, type Recorder } from "../../../src/ledger/record.ts";
import { type LedgerPlace, ledgerPlaces, makeRecorderOf } from "../../support/ledger-place.ts";
import { makeFile } from "../../support/plan-values.ts";
import { describeOnServers, type TestDatabase } from "../../support/servers.ts";

const [MARK, NEXT, BEFORE] = ["0123456789ab", "0123456789ac", "0123456789aa"];

async function readOwn(
  database: TestDatabase,
  place: LedgerPlace,
  recorder: Recorder,
): Promise<OwnHistory | null> {
  const ledger = await place.read();
  const session = await makeConnector(database.settings, 5_000).open();
  try {
    return await readOwnHistory(session, recorder, ledger, null);
  } finally {
    await session.close();
  }
}

/** The history's row of the run that `runMark` marks, for `stem`. */
const rowOf = (place: LedgerPlace, runMark: string, stem: string, values: Record<string, string> = {}) =>
  historyInsert(makeRecorderOf(place, { runMark }), makeFile(stem), {
    ...{ action: "'up'", status: "'completed'", executionTimeMs: "NULL", error: "NULL", from: null },
    ...values,
  });

describeOnServers("what a run finds of itself in the history", (server) => {
  const places = ledgerPlaces(server);
  const own = (place: LedgerPlace, values: Partial<Recorder> = {}) =>
    readOwn(places.database(), place, makeRecorderOf(place, { runMark: MARK, ...values }));

  test("is what it has completed, in each direction, and nothing of another run with the same batch", async () => {
    const place = await places.whole();
    await place.run([
      rowOf(place, MARK, "001_a"),
      rowOf(place, MARK, "002_b", { action: "'baseline'" }),
      rowOf(place, MARK, "003_c", { action: "'rollback'" }),
      rowOf(place, MARK, "004_d", { status: "'failed'" }),
      rowOf(place, NEXT, "005_e"),
      rowOf(place, BEFORE, "006_f", { action: "'rollback'" }),
    ]);
    expect(await own(place)).toEqual({ applied: new Set(["001", "002"]), takenBack: new Set(["003"]) });
    expect(await own(place, { runMark: NEXT })).toEqual({ applied: new Set(["005"]), takenBack: new Set() });
  });

  test("is there for the least and the greatest id that it can have", async () => {
    const place = await places.whole();
    for (const [id, version] of [
      [firstHistoryId(MARK), "first"],
      [lastHistoryId(MARK), "last"],
      [lastHistoryId(BEFORE), "before"],
      [firstHistoryId(NEXT), "behind"],
    ])
      await place.run(
        `INSERT INTO ${place.history} (id, version, action, status) VALUES ('${id}', '${version}', 'up', 'completed')`,
      );
    expect((await own(place))?.applied).toEqual(new Set(["first", "last"]));
  });

  test("cannot be known where its rows have ids that others chose", async () => {
    const place = await places.whole();
    await place.run(
      historyInsert(makeRecorderOf(place, { runMark: MARK, choosesHistoryIds: false }), makeFile("001_a"), {
        ...{ action: "'up'", status: "'completed'", executionTimeMs: "NULL", error: "NULL", from: null },
      }),
    );
    expect(await own(place, { choosesHistoryIds: false })).toBeNull();
    // Nor has a row got the run's mark by chance.
    expect(await own(place)).toEqual({ applied: new Set(), takenBack: new Set() });
  });

  test("is nothing where there is no history", async () => {
    expect(await own(places.empty())).toEqual({ applied: new Set(), takenBack: new Set() });
  });
});
