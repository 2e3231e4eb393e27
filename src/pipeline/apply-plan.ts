import type { Session } from "../database/session.ts";
import { MigrateError } from "../errors.ts";
import { planNeed } from "../gate/plan-need.ts";
import type { Plan } from "../plan/plan.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { makeExecution } from "./make-execution.ts";
import { lacking } from "./reasons.ts";
import { underRunLock } from "./under-run-lock.ts";

/** Applies the plan under the run lock, after the review window; then reads the ledger again, however it went. */
export async function applyPlan(flow: Flow, session: Session, planned: Planned): Promise<void> {
  const { inputs, world, connector } = flow;
  const { signal, onProgress } = world;
  const applying = import("../apply/apply-steps.ts");
  await underRunLock(flow, session, planned, async ({ plan, ledger }, lock) => {
    checkUnchanged(planned.plan, plan);
    if (plan.steps.length === 0) return;
    const need = planNeed({ inputs, connection: world.connection, facts: planned.facts, plan });
    if (need !== null) throw lacking([need]);
    const { applySteps } = await applying;
    const execution = makeExecution(flow, { ...planned, ledger });
    keep(flow, { batch: execution.recorder.batch });
    const outcome = await applySteps(plan.steps, {
      execution,
      session,
      lock,
      reconnect: connector.open,
      lockRetries: inputs.lock.lockRetries,
      signal,
      onProgress,
    });
    keep(flow, { outcome, errors: outcome.failure === null ? [] : [outcome.failure] });
  });
}

/** Under the lock the plan may only have become shorter from its head: another run applied what we would have. */
function checkUnchanged(reviewed: Plan, now: Plan): void {
  const rest = reviewed.steps.slice(reviewed.steps.length - now.steps.length);
  const isSame =
    now.refusals.length === 0 &&
    now.steps.every(
      ({ file, replaces, resumes }, index) =>
        file === rest[index]?.file &&
        replaces?.checksum === rest[index]?.replaces?.checksum &&
        resumes?.row.statementsDone === rest[index]?.resumes?.row.statementsDone,
    );
  if (isSame) return;
  throw new MigrateError(
    "LEDGER_CHANGED",
    "The ledger has changed since this plan was made, in another way than by applying its head.",
    {
      hint: "Run again: it plans from the ledger as it is now.",
    },
  );
}
