import { setTimeout as delay } from "node:timers/promises";
import { INDEXING, type IndexFacts, type RunFacts, readIndexes, readSessions } from "../facts.ts";
import { makeFault } from "../fault.ts";
import { holdWriter } from "../hold.ts";
import { INDEXES_BUSY, MAKES_BUSY, makeMarking } from "../migration.ts";
import { becomesTrue } from "../stage.ts";
import { indexesWrong, type Verdict, verdictOf } from "../verdict.ts";
import { runAgain, runsAfterWrong } from "./killed.ts";

/** What is seen after a run was killed that built an index concurrently. */
export interface KilledIndexing {
  readonly after: readonly RunFacts[];
  readonly indexes: IndexFacts;
  /** Runs of the migration behind it. */
  readonly marks: number;
}

/** What becomes of the session that builds it: its server ends it too, or it goes on and ends well. */
const [SESSION_DIES, SESSION_ENDS] = ["the server's session dies too", "the server ends the index"];

const MIGRATIONS = [MAKES_BUSY, INDEXES_BUSY, ...makeMarking(3, 1)];

export const killedIndexing = makeFault<KilledIndexing>({
  id: "killed-indexing",
  title: "kill -9 in CREATE INDEX CONCURRENTLY, then again",
  method:
    "kill -9 while the second of three migrations builds an index concurrently: in half of the tries the server's session " +
    "dies with it and leaves the index invalid, in the others the server ends the index by itself. When that is over the tool is run " +
    "again. That run is to exit 0, the index to be there and valid, the third migration to have run once.",
  tries: [SESSION_DIES, SESSION_ENDS, SESSION_DIES, SESSION_ENDS],
  alone: (stage) => {
    stage.write(MIGRATIONS);
    return stage.run();
  },
  observe: async (stage, variant) => {
    const { database } = stage;
    stage.write([MAKES_BUSY]);
    await stage.run();
    stage.write(MIGRATIONS);
    const release = await holdWriter(database);
    const run = stage.start();
    const isBuilding = async () => (await readSessions(database, INDEXING)).length > 0;
    if (!(await becomesTrue(isBuilding, 30_000))) throw new Error("It never built the index.");
    await delay(300);
    run.kill();
    await run.ended;
    if (variant === SESSION_DIES)
      for (const pid of await readSessions(database, INDEXING))
        await database.ask(`SELECT pg_terminate_backend(${pid})`);
    await release();
    await becomesTrue(async () => !(await isBuilding()), 10_000);
    const after = await runAgain(stage);
    const [row] = await database.ask<{ times: number }>(
      "SELECT count(*)::integer AS times FROM observed.marks WHERE name = '3'",
    );
    return { after, indexes: await readIndexes(database), marks: row?.times ?? 0 };
  },
  judge: judgeKilledIndexing,
});

/** Pure. */
export function judgeKilledIndexing({ after, indexes, marks }: KilledIndexing): Verdict {
  const wrong = [...runsAfterWrong(after), ...indexesWrong(indexes)];
  return verdictOf([...wrong, ...(marks > 1 ? ["the third run twice"] : [])]);
}
