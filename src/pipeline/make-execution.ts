import { renderBackup } from "../environment/backup.ts";
import type { Execution } from "../execution/make-transaction.ts";
import type { RunSettings } from "../execution/session-settings.ts";
import type { Inputs } from "../inputs/inputs.ts";
import { makeRecorder } from "../ledger/make-recorder.ts";
import type { Recorder } from "../ledger/record.ts";
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
      backup: draft.environment?.backup == null ? null : renderBackup(draft.environment.backup),
      redact: world.redact,
    }),
    settings: settingsOf(inputs),
    ledger,
  };
}

/** How this run records what it does not run. */
export function makeUnrunRecorder(
  { inputs, world, runMark }: Flow,
  { ledger, plan }: Pick<Planned, "ledger" | "plan">,
): Recorder {
  const run = { runMark, planDigest: plan.digest, toolVersion: world.tool.version };
  return makeRecorder({ inputs, ledger, creation: null, ...run, redact: world.redact });
}

/** Limits and identity of all that this run sends for a user. */
export function settingsOf({ lock: { lockTimeoutMs, statementTimeoutMs }, role }: Inputs): RunSettings {
  return { lockTimeoutMs, statementTimeoutMs, role };
}
