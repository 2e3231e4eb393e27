import type { Session } from "../database/session.ts";
import type { MigrateError } from "../errors.ts";
import type { Execution } from "../execution/make-transaction.ts";
import type { Step } from "../plan/plan.ts";
import type { LeftOut } from "./left-out.ts";
import type { NotRehearsed } from "./rehearsal.ts";
import { runStep } from "./run-step.ts";

/** Where steps are run of which nobody asks what each statement does. */
export interface Untraced {
  readonly session: Session;
  readonly execution: Execution;
  readonly leftOut: LeftOut;
  readonly signal: AbortSignal;
}

/** How that went: `failure` is that of the first that failed, null where none did. */
export interface UntracedRun {
  readonly notRehearsed: readonly NotRehearsed[];
  readonly failure: MigrateError | null;
}

/** Runs `steps` in their order, up to the first that fails. Rejects when cancelled, or the connection is lost. */
export async function runUntraced(
  steps: readonly Step[],
  { session, execution, leftOut, signal }: Untraced,
): Promise<UntracedRun> {
  const notRehearsed: NotRehearsed[] = [];
  for (const step of steps) {
    signal.throwIfAborted();
    const done = await runStep(session, step, execution, leftOut, null);
    signal.throwIfAborted();
    notRehearsed.push(...done.notRehearsed);
    if (done.failure !== null) return { notRehearsed, failure: done.failure };
  }
  return { notRehearsed, failure: null };
}
