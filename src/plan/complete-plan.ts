import type { ChosenUp } from "./choose-up.ts";
import { makeDigest, type TargetIdentity } from "./digest.ts";
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
    refusals: [...refusals, ...steps.flatMap(scriptRefusals)],
    notices: [...notices.ofOrder, ...steps.flatMap(leftOutNotices), ...notices.ofGone],
  };
}

function leftOutNotices({ file: { file }, script }: Step): readonly string[] {
  return script.leftOut.map(
    ({ line }) =>
      `${file}:${line} drops a table of the ledger's own name, and is left out: the ledger is this tool's now.`,
  );
}
