import { setTimeout as delay } from "node:timers/promises";
import {
  INDEXING,
  type IndexFacts,
  type RunFacts,
  readIndexes,
  readLocksLeft,
  readSessions,
  runFacts,
} from "../facts.ts";
import { makeFault, times } from "../fault.ts";
import { holdWriter } from "../hold.ts";
import { INDEXES_BUSY, MAKES_BUSY } from "../migration.ts";
import { becomesTrue } from "../stage.ts";
import { failureOf, indexesWrong, type Verdict, verdictOf } from "../verdict.ts";

/** What is seen of a run that builds an index concurrently, and of one beside it. */
export interface BesideIndexing {
  readonly first: RunFacts;
  readonly second: RunFacts;
  readonly indexes: IndexFacts;
  readonly locksLeft: number;
}

/** Longer than deadlock_timeout is by default, from the second runner's first session on. */
const TOGETHER_MS = 2_500;

export const besideIndexing = makeFault<BesideIndexing>({
  id: "concurrently",
  title: "CREATE INDEX CONCURRENTLY beside a second runner",
  method:
    "The table is there, made by the tool. One run builds an index on it concurrently, which waits some seconds for a " +
    "writer's open transaction; a second run is started beside it, and 2.5 s after that one's first session the writer " +
    "ends. Both are to exit 0, the index to be there and valid.",
  tries: times(5),
  alone: async (stage) => {
    stage.write([MAKES_BUSY, INDEXES_BUSY]);
    return stage.run();
  },
  observe: async (stage) => {
    const { database } = stage;
    stage.write([MAKES_BUSY]);
    await stage.run();
    stage.write([MAKES_BUSY, INDEXES_BUSY]);
    const release = await holdWriter(database);
    const first = stage.start();
    await becomesTrue(
      async () => !first.isRunning() || (await readSessions(database, INDEXING)).length > 0,
      20_000,
    );
    const before = await readSessions(database, "true");
    const second = stage.start();
    const hasCome = async () => (await readSessions(database, "true")).some((pid) => !before.includes(pid));
    await becomesTrue(async () => !second.isRunning() || (await hasCome()), 15_000);
    await delay(TOGETHER_MS);
    await release();
    const [one, two] = await Promise.all([first.ended, second.ended]);
    return {
      first: runFacts(one),
      second: runFacts(two),
      indexes: await readIndexes(database),
      locksLeft: await readLocksLeft(database),
    };
  },
  judge: judgeBesideIndexing,
});

/** Pure. */
export function judgeBesideIndexing({ first, second, indexes, locksLeft }: BesideIndexing): Verdict {
  return verdictOf([
    ...failureOf("the first", first),
    ...failureOf("the second", second),
    ...indexesWrong(indexes),
    ...(locksLeft > 0 ? ["its lock stays"] : []),
  ]);
}
