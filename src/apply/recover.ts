import type { Session } from "../database/session.ts";
import { CLEAN_UP, type Execution } from "../execution/make-transaction.ts";
import { own, type Part } from "../execution/part.ts";
import { transactionSettings } from "../execution/session-settings.ts";
import { makeHistoryDdl } from "../ledger/make-ledger-ddl.ts";
import { failureHistory } from "../ledger/record.ts";
import type { Step } from "../plan/plan.ts";

/** Ends an aborted transaction and undoes what a file left in the session. Rejects only when the connection is gone. */
export async function recover(session: Session): Promise<void> {
  await session.send([own("ROLLBACK"), ...CLEAN_UP], {});
}

/**
 * Writes the history row of a migration that failed and was rolled back: all that is left of it. Resolves to the
 * reason when that cannot be done: it must not replace the failure itself.
 */
export async function recordFailure(
  session: Session,
  step: Step,
  message: string,
  execution: Execution,
): Promise<string | null> {
  const parts: readonly Part[] = [
    own("BEGIN"),
    ...transactionSettings(step, execution.settings).map(own),
    ...makeHistoryDdl(execution.ledger, execution.recorder.ledger).map(own),
    own(failureHistory(execution.recorder, step.file, message)),
    own("COMMIT"),
  ];
  try {
    await session.send(parts, {});
    return null;
  } catch (error) {
    await session.send([own("ROLLBACK")], {}).catch(() => {});
    return error instanceof Error ? error.message : String(error);
  }
}
