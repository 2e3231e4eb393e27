import { setTimeout as delay } from "node:timers/promises";
import { type MarkFacts, type RunFacts, readMarks, readSessions, runFacts } from "../facts.ts";
import { makeFault, times } from "../fault.ts";
import { holdReader } from "../hold.ts";
import { MAKES_BUSY, type Migration, mark } from "../migration.ts";
import type { PeerDatabase } from "../peer-server.ts";
import { becomesTrue } from "../stage.ts";
import { failureOf, marksWrong, type Verdict } from "../verdict.ts";

/** What is seen of other readers while a migration waits for one that stays. */
export interface BehindReader {
  readonly run: RunFacts;
  /** The longest that one of the other readers waited for its answer. */
  readonly longestWaitMs: number;
  readonly marks: MarkFacts;
}

/** How long the reader stays once the migration waits for it. */
const READER_MS = 6_000;
/** Half of it: whoever waits longer has waited for the reader. */
const BEARABLE_MS = READER_MS / 2;

const ALTERS: Migration = {
  number: 2,
  name: "alter_busy",
  statements: ["ALTER TABLE busy ADD COLUMN more integer", mark("2")],
  transaction: "wrapped",
};

export const behindReader = makeFault<BehindReader>({
  id: "reader",
  title: `A reader of ${READER_MS / 1000} s on the altered table`,
  method:
    `A transaction has read the table and stays open for ${READER_MS / 1000} s from the moment when a migration (ALTER TABLE … ADD ` +
    "COLUMN) waits for it; four other sessions read the table all the time. The run is to exit 0, and none of the four to " +
    `wait longer than ${BEARABLE_MS / 1000} s. The longest wait is shown.`,
  tries: times(3),
  alone: (stage) => {
    stage.write([MAKES_BUSY, ALTERS]);
    return stage.run();
  },
  observe: async (stage) => {
    const { database } = stage;
    stage.write([MAKES_BUSY]);
    await stage.run();
    stage.write([MAKES_BUSY, ALTERS]);
    const release = await holdReader(database);
    const readers = startReaders(database, 4);
    const run = stage.start();
    const waits = async () => (await readSessions(database, "wait_event_type = 'Lock'")).length > 0;
    await becomesTrue(async () => !run.isRunning() || (await waits()), 30_000);
    await delay(READER_MS);
    await release();
    const facts = runFacts(await run.ended);
    return { run: facts, longestWaitMs: await readers.stop(), marks: await readMarks(database, ["1", "2"]) };
  },
  judge: judgeBehindReader,
});

/** Sessions that read the table all the time, until `stop` gives the longest wait of any. */
function startReaders(database: PeerDatabase, count: number): { stop(): Promise<number> } {
  let isOver = false;
  let longestWaitMs = 0;
  const read = async () => {
    const client = await database.connect();
    while (!isOver) {
      const begun = performance.now();
      await client.query("SELECT count(*) FROM busy");
      longestWaitMs = Math.max(longestWaitMs, Math.round(performance.now() - begun));
      await delay(50);
    }
    await client.end();
  };
  const all = Array.from({ length: count }, read);
  return {
    stop: async () => {
      isOver = true;
      await Promise.all(all);
      return longestWaitMs;
    },
  };
}

/** Pure. */
export function judgeBehindReader({ run, longestWaitMs, marks }: BehindReader): Verdict {
  const waited = `others wait ${(longestWaitMs / 1000).toFixed(0)} s`;
  const wrong = [...failureOf("it", run), ...marksWrong(marks)];
  return { isOk: wrong.length === 0 && longestWaitMs <= BEARABLE_MS, words: [waited, ...wrong].join("; ") };
}
