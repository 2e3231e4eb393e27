import type { Execution } from "../execution/make-transaction.ts";
import { makeRecorder } from "../ledger/make-recorder.ts";
import type { Flow, Planned } from "./flow.ts";

/** How the steps of this run are executed and recorded: the same on the site and on the target. */
export function makeExecution(
  { inputs, world, runMark, draft }: Flow,
  { ledger, plan }: Pick<Planned, "ledger" | "plan">,
): Execution {
  const first = plan.steps[0]?.script;
  const creation = first?.statements[first.createsLedger ?? -1] ?? null;
  return {
    recorder: makeRecorder({
      inputs,
      ledger,
      creation,
      runMark,
      planDigest: draft.plan?.digest ?? plan.digest,
      toolVersion: world.tool.version,
      redact: world.redact,
    }),
    settings: {
      lockTimeoutMs: inputs.lock.lockTimeoutMs,
      statementTimeoutMs: inputs.lock.statementTimeoutMs,
      role: inputs.role,
    },
    ledger,
  };
}
