import { MessageError } from "../database/message.ts";
import type { Session } from "../database/session.ts";
import { ledgerAfter } from "../execution/ledger-after.ts";
import {
  CLEAN_UP,
  type Execution,
  makeLedgerTransaction,
  makeTransaction,
} from "../execution/make-transaction.ts";
import { recover } from "../execution/recover.ts";
import { readLedger } from "../ledger/read-ledger.ts";
import type { Step } from "../plan/plan.ts";
import type { LeftOut } from "./left-out.ts";
import type { NotRehearsed } from "./rehearsal.ts";
import { runStep } from "./run-step.ts";
import { withoutServerWide } from "./server-wide.ts";

/** What is run again, and how. */
export interface ReplayRequest {
  /** Of the files that are on record as applied, ascending. */
  readonly steps: readonly Step[];
  readonly execution: Execution;
  /** Roles that the site's server has as the target's has them. */
  readonly roles: ReadonlySet<string>;
  readonly signal: AbortSignal;
}

/** `leftOut`: statements that could not be run there, for want of an extension or what needs one. */
export type Replayed =
  | { readonly ok: true; readonly leftOut: readonly NotRehearsed[] }
  | { readonly ok: false; readonly reason: string };

/** Runs the applied files again in the empty database behind `session`. Rejects when cancelled or the session is lost. */
export async function replay(session: Session, request: ReplayRequest, leftOut: LeftOut): Promise<Replayed> {
  const { recorder, settings } = request.execution;
  const ledger = await readLedger(session, recorder.ledger, settings.role);
  const fresh: Execution = { ...request.execution, ledger };
  const notRun: NotRehearsed[] = [];
  for (const [index, step] of request.steps.entries()) {
    request.signal.throwIfAborted();
    const execution = ledgerAfter(fresh, index);
    const here = withoutServerWide(step, request.roles);
    if (await goesAtOnce(session, here, execution)) continue;
    const { failure, notRehearsed } = await runStep(session, here, execution, leftOut, null);
    request.signal.throwIfAborted();
    notRun.push(...notRehearsed);
    if (failure !== null) return { ok: false, reason: failure.message };
  }
  return { ok: true, leftOut: notRun };
}

/** Sends all of a transactional step in one message; false: it failed and left nothing, or needs more than that. */
async function goesAtOnce(session: Session, step: Step, execution: Execution): Promise<boolean> {
  const needsLedger = makeLedgerTransaction([step], execution).length > 0;
  if (needsLedger || step.script.mode === "no-transaction") return false;
  try {
    await session.send([...makeTransaction(step, execution), ...CLEAN_UP], {});
    return true;
  } catch (error) {
    if (!(error instanceof MessageError) || session.lost.aborted) throw error;
    await recover(session);
    return false;
  }
}
