import { setTimeout as delay } from "node:timers/promises";
import { type MarkFacts, type RunFacts, readMarks, readSessions, runFacts } from "../facts.ts";
import { makeFault, times } from "../fault.ts";
import { type Migration, makeMarking, mark } from "../migration.ts";
import { becomesTrue, type Stage } from "../stage.ts";
import { failureOf, marksWrong, type Verdict, verdictOf } from "../verdict.ts";

/** What is seen after a run was killed. */
export interface Killed {
  /** The run after it and, where that failed, another one later. */
  readonly after: readonly RunFacts[];
  readonly marks: MarkFacts;
}

/** The server notices that its client is gone when the statement is over. */
const MIDDLE: Migration = {
  number: 2,
  name: "long",
  statements: [mark("2"), "SELECT pg_sleep(2)", mark("2 at its end")],
  transaction: "wrapped",
};
const MIGRATIONS = [...makeMarking(1, 1), MIDDLE, ...makeMarking(3, 1)];

/** From the failed run after the kill to the next one. */
const LATER_MS = 5_000;

export const killed = makeFault<Killed>({
  id: "killed",
  title: "kill -9, then again",
  method:
    "kill -9 to the tool and all its processes in the middle of the second of three migrations, which takes 2 s; it is run " +
    "again at once. That run is to exit 0, and each migration to have run once, whole.",
  tries: times(5),
  alone: (stage) => {
    stage.write(MIGRATIONS);
    return stage.run();
  },
  observe: async (stage) => {
    stage.write(MIGRATIONS);
    const run = stage.start();
    const isInMiddle = async () => (await readSessions(stage.database, "wait_event = 'PgSleep'")).length > 0;
    if (!(await becomesTrue(isInMiddle, 30_000))) throw new Error("It was never in the middle.");
    await delay(300);
    run.kill();
    await run.ended;
    const after = await runAgain(stage);
    return { after, marks: await readMarks(stage.database, ["1", "2", "2 at its end", "3"]) };
  },
  judge: judgeKilled,
});

/** A run, and another one later where it fails. */
export async function runAgain(stage: Stage): Promise<RunFacts[]> {
  const first = runFacts(await stage.run());
  if (first.code === 0) return [first];
  await delay(LATER_MS);
  return [first, runFacts(await stage.run())];
}

/** What is wrong with the runs after a kill. */
export function runsAfterWrong([first, later]: readonly RunFacts[]): string[] {
  if (first === undefined) return ["nothing was run again"];
  const wrong = failureOf("the next run", first);
  if (later === undefined) return wrong;
  return [...wrong, later.code === 0 ? "one later goes through" : "and so does one later"];
}

/** Pure. */
export function judgeKilled({ after, marks }: Killed): Verdict {
  return verdictOf([...runsAfterWrong(after), ...marksWrong(marks)]);
}
