import type { TransactionRule } from "./migration-file.ts";
import type { ScriptProblem } from "./script.ts";
import type { Statement } from "./sql/statement.ts";
import { type TransactionControl, transactionControl } from "./sql/transaction-control.ts";

/** What a file does about transactions by itself. */
export type OwnTransaction =
  /** Nothing. */
  | { readonly kind: "none" }
  /** One BEGIN … COMMIT around all but the file's own ledger rows; indexes of the two. */
  | { readonly kind: "pair"; readonly begin: number; readonly commit: number }
  /** A COMMIT at the end, of a transaction that another tool begins before the file; its index. */
  | { readonly kind: "last-commit"; readonly commit: number }
  /** Something that the runner's one transaction cannot stand for. */
  | { readonly kind: "refused"; readonly problem: ScriptProblem };

interface Control {
  readonly kind: TransactionControl;
  readonly index: number;
}

/**
 * What `statements` do about transactions; `ownLedgerRows` may stand outside the file's own pair. Under the rule
 * `wrapped` the last of them may be a COMMIT without a BEGIN.
 */
export function makeOwnTransaction(
  statements: readonly Statement[],
  ownLedgerRows: ReadonlySet<number>,
  rule: TransactionRule,
): OwnTransaction {
  const controls = statements.flatMap((statement, index): Control[] => {
    const kind = transactionControl(statement);
    return kind === null ? [] : [{ kind, index }];
  });
  const [first, second, third] = controls;
  if (first === undefined) return { kind: "none" };
  const isLast = first.kind === "commit" && first.index === statements.length - 1;
  if (rule === "wrapped" && isLast) return { kind: "last-commit", commit: first.index };
  if (first.kind !== "begin") return refused(statements, first, WHY_NOT_FIRST[first.kind]);
  if (second === undefined)
    return refused(statements, first, "This transaction is begun and never committed.");
  if (second.kind !== "commit") return refused(statements, second, WHY_NOT_SECOND[second.kind]);
  if (third !== undefined) return refused(statements, third, "The file has more than one transaction.");
  const outside = statements.findIndex(
    (_, index) => (index < first.index || index > second.index) && !ownLedgerRows.has(index),
  );
  if (outside < 0) return { kind: "pair", begin: first.index, commit: second.index };
  const message = "This statement stands outside the file's own BEGIN … COMMIT.";
  return refused(statements, { index: outside }, message);
}

const MODES =
  "This transaction asks for its own isolation level or access mode, which the runner's cannot have.";
const ROLLBACK = "This takes back what the runner's transaction has done, its ledger row included.";
const CHAIN = "This ends a transaction and begins another.";
const PREPARE = "This leaves a prepared transaction behind, and the runner's own is gone.";

const WHY_NOT_FIRST: Readonly<Record<Exclude<TransactionControl, "begin">, string>> = {
  "begin-with-modes": MODES,
  commit: "This COMMIT ends a transaction that the file did not begin: the runner's own.",
  rollback: ROLLBACK,
  chain: CHAIN,
  prepare: PREPARE,
  modes: MODES,
};

const WHY_NOT_SECOND: Readonly<Record<Exclude<TransactionControl, "commit">, string>> = {
  begin: "This begins a transaction inside a transaction.",
  "begin-with-modes": "This begins a transaction inside a transaction.",
  rollback: ROLLBACK,
  chain: CHAIN,
  prepare: PREPARE,
  modes: MODES,
};

function refused(
  statements: readonly Statement[],
  { index }: Pick<Control, "index">,
  message: string,
): OwnTransaction {
  const problem: ScriptProblem = {
    code: "PLAN_TRANSACTION_CONTROL",
    message,
    hint:
      "Take the file's own BEGIN and COMMIT out (the runner puts one transaction around the file), or put " +
      "`-- migrate:no-transaction` on the first line: then each statement runs as written, by itself.",
    line: statements[index]?.line ?? 1,
    column: statements[index]?.column ?? 1,
  };
  return { kind: "refused", problem };
}
