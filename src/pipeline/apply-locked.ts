import type { Outcome } from "../apply/outcome.ts";
import type { Execution } from "../execution/make-transaction.ts";
import type { Step } from "../plan/plan.ts";
import type { Flow } from "./flow.ts";
import { openAgain } from "./sessions.ts";
import type { Locked } from "./under-run-lock.ts";

/** What became of `steps`, applied under the run lock as `execution` says. */
export async function applyLocked(
  flow: Flow,
  steps: readonly Step[],
  execution: Execution,
  { lock, session }: Pick<Locked, "lock" | "session">,
): Promise<Outcome> {
  const { inputs, world, connector } = flow;
  const { applySteps } = await import("../apply/apply-steps.ts");
  return await applySteps(steps, {
    execution,
    session,
    lock,
    open: connector.open,
    reconnect: () => openAgain(flow),
    lockRetries: inputs.lock.lockRetries,
    signal: world.signal,
    onProgress: world.onProgress,
  });
}

/** What a run has applied, and what of that it has taken back, is one batch, however often it planned. */
export function inOneBatch(execution: Execution, { draft }: Flow): Execution {
  if (draft.outcome === null || draft.batch === null) return execution;
  return { ...execution, recorder: { ...execution.recorder, batch: draft.batch } };
}
