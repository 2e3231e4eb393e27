import { checkRace } from "../check/check-race.ts";
import { checkRun } from "../check/check-run.ts";
import { checkFinished, checkState } from "../check/check-state.ts";
import type { Snapshot } from "../check/snapshot.ts";
import { type Truth, unreachableBetween } from "../check/truth.ts";
import type { TortureCase } from "../draw/torture-case.ts";
import type { DoneFault } from "../faults/scene.ts";
import type { EndedRun } from "./run-migrate.ts";

/** All that was seen of a case. */
export interface SeenCase {
  readonly drawn: TortureCase;
  readonly faults: readonly DoneFault[];
  readonly runs: readonly EndedRun[];
  readonly finals: readonly EndedRun[];
  readonly afterFinals: readonly Snapshot[];
  /** What was still there some time after the last tortured runner had ended. */
  readonly leftovers: readonly string[];
  readonly standing: Snapshot;
  readonly last: Snapshot;
}

/** Everything that was wrong, a sentence each; empty: nothing. */
export function judgeCase(seen: SeenCase): readonly string[] {
  const { drawn, runs, finals, afterFinals, standing, last } = seen;
  const tortured = runs.flatMap((run) => checkRun(run, truthFor(run, seen, standing, seen.faults)));
  const inPeace = finals.flatMap((run, index) =>
    checkRun(run, truthFor(run, seen, afterFinals[index] ?? last, [])),
  );
  return [
    ...seen.leftovers.map((words) => `left over: ${words}`),
    ...tortured,
    ...(drawn.faults.length === 0 ? checkRace(runs, standing) : []),
    ...checkState(drawn.migrations, standing).map((words) => `after the torture: ${words}`),
    ...inPeace,
    ...(finals.at(-1)?.code === 0 ? [] : ["the runs in peace did not end with 0"]),
    ...[...checkState(drawn.migrations, last), ...checkFinished(drawn.migrations, last)].map(
      (words) => `in the end: ${words}`,
    ),
  ];
}

function truthFor(
  run: EndedRun,
  { drawn, runs, last }: SeenCase,
  standing: Snapshot,
  faults: readonly DoneFault[],
): Truth {
  return {
    standing,
    last,
    faults,
    unreachableMs: unreachableBetween(faults, run.startedAtMs, run.endedAtMs),
    others: runs.length - 1,
    asked: run.command === "repair" ? "repair" : "up",
    all: drawn.migrations.map(({ version }) => version),
    canBeUnfinished: drawn.migrations.some(({ mode }) => mode === "no-transaction"),
  };
}
