import type { EndedRun } from "../run/run-migrate.ts";
import { completedBy } from "./expected.ts";
import type { Snapshot } from "./snapshot.ts";

/**
 * What was wrong with a race that nothing disturbed: one runner at a time means that the first applies all, and the
 * others wait, find nothing left to do, and have not begun anything. Sentences; empty: nothing.
 */
export function checkRace(runs: readonly EndedRun[], standing: Snapshot): readonly string[] {
  const appliers = runs.filter(({ actor }) => completedBy(actor, standing).size > 0);
  const meddlers = runs.filter(
    (run) => !appliers.includes(run) && (run.report?.result !== "nothing-to-do" || begun(run) > 0),
  );
  return [
    ...(appliers.length === 1 ? [] : [`${appliers.length} runners applied something in one race`]),
    ...meddlers.map(
      ({ actor, report }) => `${actor}: it applied nothing, and its result is ${report?.result}`,
    ),
  ];
}

/** Migrations that the run began, whatever became of them. */
function begun({ report }: EndedRun): number {
  return report?.migrations.filter(({ tries }) => tries > 0).length ?? 0;
}
