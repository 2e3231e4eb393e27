import { setTimeout as delay } from "node:timers/promises";
import { reconcile } from "../apply/reconcile.ts";
import { APPLICATION_NAME } from "../database/connector.ts";
import { makeHolderName } from "../database/lock-holder.ts";
import type { RunLock } from "../database/run-lock.ts";
import { isConnectionLoss } from "../database/server-error.ts";
import type { Session } from "../database/session.ts";
import { errorsOf } from "../errors.ts";
import { readServerAndLedger } from "../ledger/read-ledger.ts";
import type { Step } from "../plan/plan.ts";
import type { End } from "./conclude-expectation.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { makeExecution } from "./make-execution.ts";
import { planAgain, planFrom } from "./plan-target.ts";
import { type AskedOn, onUsable, openAgain } from "./sessions.ts";
import { withRecovery } from "./with-recovery.ts";

/** What is worked with while the run lock is held. */
export interface Locked {
  /** The plan as it is now. */
  readonly now: Planned;
  readonly lock: RunLock;
  /** The run's own, or another where that was lost while the lock was waited for. */
  readonly session: Session;
  /** Has `last` done under the lock, after the ledger was read again; not where it could not be, or the lock is lost. */
  readonly atEnd: (last: (end: End) => Promise<void>) => void;
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
  const lock = await takeLock(flow, planned.facts.major, flow.inputs.lock.runLockWaitMs);
  const last: ((end: End) => Promise<void>)[] = [];
  let own = session;
  try {
    const { value: now, session: usable } = await planOnUsable(flow, session, planned);
    own = usable;
    const atEnd: Locked["atEnd"] = (one) => void last.push(one);
    await work({ now: await withRecovery(flow, usable, now, "ours"), lock, session: usable, atEnd });
  } finally {
    const end = await verify(flow, own, planned);
    for (const one of last) if (end !== null && !lock.lost.aborted) await one(end);
    await lock.release();
  }
}

/** Takes the run lock, on a connection of its own. Rejects with RUN_LOCKED. */
export async function takeLock(flow: Flow, major: number, waitMs: number): Promise<RunLock> {
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
    waitMs,
    signal: world.signal,
    onProgress: world.onProgress,
  });
}

/** The run's connection has been idle for as long as the rehearsal and another run took: it may be gone by now. */
function planOnUsable(flow: Flow, session: Session, planned: Planned): Promise<AskedOn<Planned>> {
  return onUsable(flow, session, (usable) => planAgain(flow, usable, planned));
}

/**
 * Reads the ledger once more, on a new connection where the old one is lost: the report says what the database says,
 * of what was heard to be committed too. Null where it could not be read.
 */
async function verify(flow: Flow, session: Session, planned: Planned): Promise<End | null> {
  keep(flow, { standing: null });
  try {
    const { inputs } = flow;
    const { outcome, errors } = flow.draft;
    const { value, session: usable } = await onUsable(flow, session, async (asked) => ({
      ...(await readServerAndLedger(asked, inputs.ledger, inputs.role)),
      done: await readUnknown(flow, asked, planned),
    }));
    const { ledger, done } = value;
    const end = { now: await planFrom(flow, planned.set, planned.facts, ledger), session: usable };
    if (outcome === null) return end;
    const reconciled = reconcile(outcome, ledger, done);
    if (reconciled === outcome) return end;
    // The outcome's error comes first; what else went wrong stays behind it.
    const others = errors.filter((error) => error !== outcome.failure);
    const { failure } = reconciled;
    keep(flow, { outcome: reconciled, errors: failure === null ? errors : [failure, ...others] });
    return end;
  } catch (error) {
    // A lost connection is no fault of ours, whatever its words are.
    const { message } = isConnectionLoss(error) && error instanceof Error ? error : errorsOf(error)[0];
    keep(flow, {
      notices: [...flow.draft.notices, `The ledger could not be read after the run: ${message}`],
    });
    return null;
  }
}

/** Which of the steps of which nobody knew whether they were done are done by now. */
async function readUnknown(flow: Flow, session: Session, planned: Planned): Promise<ReadonlySet<Step>> {
  const { outcome, batch } = flow.draft;
  const unknown = (outcome?.migrations ?? []).filter(({ state }) => state === "unknown");
  if (unknown.length === 0 || batch === null) return new Set();
  const { readDone } = await import("../apply/settle.ts");
  const { recorder, settings } = makeExecution(flow, planned);
  const steps = unknown.map(({ step }) => step);
  return await readDone(session, steps, { recorder: { ...recorder, batch }, settings });
}
