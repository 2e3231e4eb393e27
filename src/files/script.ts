import type { ErrorCode } from "../errors.ts";
import type { Statement } from "./sql/statement.ts";

/** What a migration file does, ready to be run: its own BEGIN and COMMIT taken out, its mode decided. */
export interface Script {
  /**
   * transaction: all statements in one transaction of the runner's ·
   * no-transaction: one statement a message, nothing around them.
   */
  readonly mode: "transaction" | "no-transaction";
  readonly statements: readonly Statement[];
  /** Why the plan must refuse this file; empty when it can run. */
  readonly problems: readonly ScriptProblem[];
  /** Statements (indexes) that write the file's own row into the ledger. */
  readonly ownLedgerRows: readonly number[];
  /** Index of the statement that creates the ledger's table; null when none does. */
  readonly createsLedger: number | null;
  /** Statements of the file that are not run, because they would drop the ledger that records it. */
  readonly leftOut: readonly Statement[];
  /** From `-- migrate:timeout`; null: the run's own limit. */
  readonly statementTimeoutMs: number | null;
  /** From `-- migrate:allow`, in the order of the file. */
  readonly allowances: readonly Allowance[];
}

/** `-- migrate:allow RULE reason: …`: a hazard that the author accepts. */
export interface Allowance {
  readonly rule: string;
  readonly reason: string;
  readonly line: number;
}

/** A refusal that lies in the file itself. */
export interface ScriptProblem {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly line: number;
  readonly column: number;
}
