import type { Execution } from "./make-transaction.ts";

/**
 * `execution` for the steps after the first `done`: by then the ledger is whole, whether the run or its first file
 * made it.
 */
export function ledgerAfter(execution: Execution, done: number): Execution {
  return done === 0 ? execution : { ...execution, ledger: { ...execution.ledger, state: "ours" } };
}
