import { type MarkFacts, type RunFacts, readLocksLeft, readMarks, runFacts } from "../facts.ts";
import { makeFault, times } from "../fault.ts";
import { type Migration, makeMarking } from "../migration.ts";
import type { Stage } from "../stage.ts";
import { failureOf, marksWrong, type Verdict, verdictOf } from "../verdict.ts";

/** What is seen of two runs at once, and of one after them. */
export interface Race {
  readonly runs: readonly RunFacts[];
  readonly marks: MarkFacts;
  /** Advisory locks that outlive both. */
  readonly locksLeft: number;
  /** A run straight to the server when both are over. */
  readonly next: RunFacts;
}

/** A migration's own time: a small change over a network. */
const PAUSE = "SELECT pg_sleep(0.02)";

const TWENTY = makeMarking(1, 20, PAUSE);
const TWENTY_ONE = makeMarking(1, 21, PAUSE);
const TWO_HUNDRED = makeMarking(1, 200);

export const freshRace = makeFault<Race>({
  id: "fresh",
  title: "Two runners, fresh database",
  method:
    "Two runs at the same moment on a new database, 20 migrations of 20 ms. Both are to exit 0, each migration to have " +
    "run once, no advisory lock to stay, and a third run to exit 0.",
  tries: times(5),
  alone: (stage) => runAll(stage, TWENTY),
  observe: (stage) => race(stage, TWENTY, stage.database.url),
  judge: judgeRace,
});

export const begunRace = makeFault<Race>({
  id: "begun",
  title: "Two runners, ledger there",
  method: "The same, where the tool itself has applied the first of 21 migrations before.",
  tries: times(5),
  alone: (stage) => runAll(stage, TWENTY_ONE),
  observe: async (stage) => {
    stage.write(TWENTY_ONE.slice(0, 1));
    await stage.run();
    return race(stage, TWENTY_ONE, stage.database.url);
  },
  judge: judgeRace,
});

export const poolerRace = makeFault<Race>({
  id: "pooler",
  title: "Two runners through PgBouncer",
  method:
    "Two runs at the same moment on a new database through PgBouncer in transaction mode, 200 migrations, with the URL " +
    "parameter that the tool's driver wants there. The same is asked for. PgBouncer before 1.21 knows no prepared statements.",
  tries: times(5),
  alone: (stage) => runAll(stage, TWO_HUNDRED, stage.poolerUrl()),
  observe: (stage) => race(stage, TWO_HUNDRED, stage.poolerUrl()),
  judge: judgeRace,
});

async function race(stage: Stage, migrations: readonly Migration[], url: string): Promise<Race> {
  stage.write(migrations);
  const started = [stage.start(url), stage.start(url)];
  const runs = await Promise.all(started.map(({ ended }) => ended));
  return {
    runs: runs.map(runFacts),
    marks: await readMarks(
      stage.database,
      migrations.map(({ number }) => String(number)),
    ),
    locksLeft: await readLocksLeft(stage.database),
    next: runFacts(await stage.run()),
  };
}

function runAll(stage: Stage, migrations: readonly Migration[], url = stage.database.url) {
  stage.write(migrations);
  return stage.run(url);
}

/** Pure. */
export function judgeRace({ runs, marks, locksLeft, next }: Race): Verdict {
  const failed = runs.filter(({ code }) => code !== 0);
  const who = failed.length === runs.length ? "both: each" : "one";
  return verdictOf([
    ...(failed[0] === undefined ? [] : failureOf(who, failed[0])),
    ...marksWrong(marks),
    ...(locksLeft > 0 ? ["its lock stays"] : []),
    ...failureOf("the next run", next),
  ]);
}
