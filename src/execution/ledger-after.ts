import { historyColumnsFor } from "../ledger/columns.ts";
import type { Execution } from "./make-transaction.ts";

/**
 * `execution` for the steps after the first `done`: by then the ledger is whole, whether the run or its first file
 * made it.
 */
export function ledgerAfter(execution: Execution, done: number): Execution {
  if (done === 0) return execution;
  const { ledger, recorder } = execution;
  const historyColumns = new Map([
    ...ledger.historyColumns,
    ...Object.entries(historyColumnsFor(recorder.backup)),
  ]);
  return { ...execution, ledger: { ...ledger, state: "ours", historyColumns } };
}
