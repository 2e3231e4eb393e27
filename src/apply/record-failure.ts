import type { Session } from "../database/session.ts";
import type { Execution } from "../execution/make-transaction.ts";
import { own, type Part } from "../execution/part.ts";
import { transactionSettings } from "../execution/session-settings.ts";
import { stepRecord } from "../execution/step-record.ts";
import { historyColumnsFor } from "../ledger/columns.ts";
import { makeHistoryDdl } from "../ledger/make-ledger-ddl.ts";
import type { Step } from "../plan/plan.ts";

/**
 * Writes the history row of a migration that failed and was rolled back: all that is left of it. Never rejects: that
 * it cannot be done must not replace the failure itself.
 */
export async function recordFailure(
  session: Session,
  step: Step,
  message: string,
  execution: Execution,
): Promise<void> {
  const { ledger, recorder } = execution;
  const parts: readonly Part[] = [
    own("BEGIN"),
    ...transactionSettings(step, execution.settings).map(own),
    ...makeHistoryDdl(ledger, recorder.ledger, historyColumnsFor(recorder.backup)).map(own),
    own(stepRecord(step, recorder).failure(message)),
    own("COMMIT"),
  ];
  try {
    await session.send(parts, {});
  } catch {
    await session.send([own("ROLLBACK")], {}).catch(() => {});
  }
}
