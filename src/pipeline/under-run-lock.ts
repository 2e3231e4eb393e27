import { setTimeout as delay } from "node:timers/promises";
import type { RunLock } from "../database/run-lock.ts";
import type { Session } from "../database/session.ts";
import { errorsOf } from "../errors.ts";
import { readServerAndLedger } from "../ledger/read-ledger.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { planAgain, planFrom } from "./plan-target.ts";
import { withRecovery } from "./with-recovery.ts";

/**
 * Does `work` with the plan as it is now, under the run lock and after the review window; then reads the ledger again,
 * however it went. Rejects with RUN_LOCKED, and as `work` does.
 */
export async function underRunLock(
  flow: Flow,
  session: Session,
  planned: Planned,
  work: (now: Planned, lock: RunLock) => Promise<void>,
): Promise<void> {
  const { inputs, world, connector } = flow;
  const { signal, onProgress } = world;
  const { reviewWindowMs } = inputs.gate;
  if (reviewWindowMs > 0) {
    onProgress({ kind: "reviewing", windowMs: reviewWindowMs });
    await delay(reviewWindowMs, undefined, { signal });
  }
  const { takeRunLock } = await import("../database/run-lock.ts");
  const lockSession = await connector.open();
  flow.sessions.push(lockSession);
  const lock = await takeRunLock(lockSession, inputs.ledger, {
    waitMs: inputs.lock.runLockWaitMs,
    signal,
    onProgress,
  });
  try {
    const now = await planAgain(flow, session, planned);
    await work(await withRecovery(flow, session, now, "ours"), lock);
  } finally {
    await verify(flow, session, planned);
    await lock.release();
  }
}

/** Reads the ledger once more, on a new connection where the old one is lost: the report says what the database says. */
async function verify(flow: Flow, session: Session, planned: Planned): Promise<void> {
  keep(flow, { standing: null });
  try {
    const usable = session.lost.aborted ? await flow.connector.open() : session;
    if (usable !== session) flow.sessions.push(usable);
    const { inputs } = flow;
    const { ledger } = await readServerAndLedger(usable, inputs.ledger, inputs.role);
    await planFrom(flow, planned.set, planned.facts, ledger);
  } catch (error) {
    const [{ message }] = errorsOf(error);
    keep(flow, {
      notices: [...flow.draft.notices, `The ledger could not be read after the run: ${message}`],
    });
  }
}
