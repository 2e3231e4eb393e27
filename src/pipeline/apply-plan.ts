import { setTimeout as delay } from "node:timers/promises";
import type { Session } from "../database/session.ts";
import { errorsOf, MigrateError } from "../errors.ts";
import { readServerAndLedger } from "../ledger/read-ledger.ts";
import type { Plan } from "../plan/plan.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { makeExecution } from "./make-execution.ts";
import { planAgain, planFrom } from "./plan-target.ts";

/** Applies the plan under the run lock, after the review window; then reads the ledger again, however it went. */
export async function applyPlan(flow: Flow, session: Session, planned: Planned): Promise<void> {
  const { inputs, world, connector } = flow;
  const { signal, onProgress } = world;
  const { reviewWindowMs } = inputs.gate;
  if (reviewWindowMs > 0) {
    onProgress({ kind: "reviewing", windowMs: reviewWindowMs });
    await delay(reviewWindowMs, undefined, { signal });
  }
  const [{ takeRunLock }, { applySteps }] = await Promise.all([
    import("../database/run-lock.ts"),
    import("../apply/apply-steps.ts"),
  ]);
  const lockSession = await connector.open();
  flow.sessions.push(lockSession);
  const lock = await takeRunLock(lockSession, inputs.ledger, {
    waitMs: inputs.lock.runLockWaitMs,
    signal,
    onProgress,
  });
  try {
    const { plan, ledger } = await planAgain(flow, session, planned);
    checkUnchanged(planned.plan, plan);
    if (plan.steps.length === 0) return;
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
  } finally {
    await verify(flow, session, planned);
    await lock.release();
  }
}

/** Under the lock the plan may only have become shorter from its head: another run applied what we would have. */
function checkUnchanged(reviewed: Plan, now: Plan): void {
  const rest = reviewed.steps.slice(reviewed.steps.length - now.steps.length);
  const isSame =
    now.refusals.length === 0 &&
    now.steps.every(
      ({ file, replaces }, index) =>
        file === rest[index]?.file && replaces?.checksum === rest[index]?.replaces?.checksum,
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

/** Reads the ledger once more, on a new connection where the old one is lost: the report says what the database says. */
async function verify(flow: Flow, session: Session, planned: Planned): Promise<void> {
  keep(flow, { standing: null });
  try {
    const usable = session.lost.aborted ? await flow.connector.open() : session;
    if (usable !== session) flow.sessions.push(usable);
    const { inputs } = flow;
    const { ledger } = await readServerAndLedger(usable, inputs.ledger, inputs.role);
    planFrom(flow, planned.set, planned.facts, ledger);
  } catch (error) {
    const [{ message }] = errorsOf(error);
    keep(flow, {
      notices: [...flow.draft.notices, `The ledger could not be read after the run: ${message}`],
    });
  }
}
