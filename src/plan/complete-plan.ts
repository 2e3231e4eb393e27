import type { ChosenUp } from "./choose-up.ts";
import { makeDigest, type TargetIdentity } from "./digest.ts";
import { isEmptyStep } from "./make-step.ts";
import type { Plan, Step } from "./plan.ts";
import { scriptRefusals } from "./script-refusals.ts";

/** The plan of `chosen`, whose files have become `steps`. */
export function completePlan(chosen: ChosenUp, steps: readonly Step[], target: TargetIdentity): Plan {
  const { files: _, notices, refusals, ...standing } = chosen;
  return {
    ...standing,
    digest: makeDigest({
      target,
      head: { version: standing.currentVersion, applied: standing.applied.length },
      steps,
    }),
    steps,
    waysBack: [],
    refusals: [...refusals, ...steps.flatMap(scriptRefusals)],
    notices: [...notices.ofOrder, ...steps.flatMap(sayings), ...notices.ofGone],
  };
}

/** What is worth saying of a step, and no reason against it. */
function sayings(step: Step): readonly string[] {
  const { file } = step.file;
  const leftOut = step.script.leftOut.map(
    ({ line }) =>
      `${file}:${line} drops a table of the ledger's own name, and is left out: the ledger is this tool's now.`,
  );
  // As `create` has written it, say. Others mean it: a number that must be there, whose change was taken out.
  const empty = isEmptyStep(step) ? [`${file} has no statement: it only goes on record.`] : [];
  return [...leftOut, ...empty];
}
