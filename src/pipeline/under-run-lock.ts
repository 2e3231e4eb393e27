import { setTimeout as delay } from "node:timers/promises";
import { reconcile } from "../apply/reconcile.ts";
import { APPLICATION_NAME } from "../database/connector.ts";
import { makeHolderName } from "../database/lock-holder.ts";
import type { RunLock } from "../database/run-lock.ts";
import { isConnectionLoss } from "../database/server-error.ts";
import type { Session } from "../database/session.ts";
import { errorsOf } from "../errors.ts";
import { readServerAndLedger } from "../ledger/read-ledger.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { planAgain, planFrom } from "./plan-target.ts";
import { openAgain, usableSession } from "./sessions.ts";
import { withRecovery } from "./with-recovery.ts";

/** What is worked with while the run lock is held. */
export interface Locked {
  /** The plan as it is now. */
  readonly now: Planned;
  readonly lock: RunLock;
  /** The run's own, or another where that was lost while the lock was waited for. */
  readonly session: Session;
}

/**
 * Does `work` with the plan as it is now, under the run lock and after the review window; then reads the ledger again,
 * however it went. Rejects with RUN_LOCKED, and as `work` does.
 */
export async function underRunLock(
  flow: Flow,
  session: Session,
  planned: Planned,
  work: (locked: Locked) => Promise<void>,
): Promise<void> {
  const { reviewWindowMs } = flow.inputs.gate;
  if (reviewWindowMs > 0) {
    flow.world.onProgress({ kind: "reviewing", windowMs: reviewWindowMs });
    await delay(reviewWindowMs, undefined, { signal: flow.world.signal });
  }
  const lock = await takeLock(flow, planned.facts.major);
  let own = session;
  try {
    const { now, session: usable } = await planOnUsable(flow, session, planned);
    own = usable;
    await work({ now: await withRecovery(flow, usable, now, "ours"), lock, session: usable });
  } finally {
    await verify(flow, own, planned);
    await lock.release();
  }
}

async function takeLock(flow: Flow, major: number): Promise<RunLock> {
  const { inputs, world, connector } = flow;
  const { takeRunLock } = await import("../database/run-lock.ts");
  // Opened ahead as a rule: where that came to nothing, the server is waited for as at the beginning.
  const open = async () => {
    const session = await connector.open().catch(() => openAgain(flow));
    flow.sessions.push(session);
    return session;
  };
  return await takeRunLock(inputs.ledger, {
    open,
    holderName: makeHolderName(APPLICATION_NAME, inputs.runUrl),
    major,
    waitMs: inputs.lock.runLockWaitMs,
    signal: world.signal,
    onProgress: world.onProgress,
  });
}

/** The run's connection has been idle for as long as the rehearsal and another run took: it may be gone by now. */
async function planOnUsable(
  flow: Flow,
  session: Session,
  planned: Planned,
): Promise<{ readonly now: Planned; readonly session: Session }> {
  const usable = await usableSession(flow, session);
  try {
    return { now: await planAgain(flow, usable, planned), session: usable };
  } catch (error) {
    if (!isConnectionLoss(error)) throw error;
    const anew = await openAgain(flow);
    return { now: await planAgain(flow, anew, planned), session: anew };
  }
}

/**
 * Reads the ledger once more, on a new connection where the old one is lost: the report says what the database says,
 * of what was heard to be committed too.
 */
async function verify(flow: Flow, session: Session, planned: Planned): Promise<void> {
  keep(flow, { standing: null });
  try {
    const usable = await usableSession(flow, session);
    const { inputs } = flow;
    const { ledger } = await readServerAndLedger(usable, inputs.ledger, inputs.role);
    await planFrom(flow, planned.set, planned.facts, ledger);
    const { outcome, errors, batch } = flow.draft;
    if (outcome === null || batch === null) return;
    const reconciled = reconcile(outcome, ledger, batch);
    if (reconciled === outcome) return;
    keep(flow, { outcome: reconciled, errors: reconciled.failure === null ? errors : [reconciled.failure] });
  } catch (error) {
    const [{ message }] = errorsOf(error);
    keep(flow, {
      notices: [...flow.draft.notices, `The ledger could not be read after the run: ${message}`],
    });
  }
}
