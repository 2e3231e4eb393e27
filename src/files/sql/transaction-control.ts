import { makeTokens } from "./make-tokens.ts";
import { afterWords, isSymbol } from "./match-words.ts";
import type { Statement, Token } from "./statement.ts";

/**
 * How a statement begins or ends a transaction:
 * begin: BEGIN, START TRANSACTION, with no more than the server's defaults spelled out ·
 * begin-with-modes: the same with an isolation level, READ ONLY or DEFERRABLE ·
 * commit: COMMIT, END · rollback: ROLLBACK, ABORT ·
 * chain: COMMIT or ROLLBACK … AND CHAIN, which begins the next at once ·
 * prepare: PREPARE TRANSACTION, first half of a two-phase commit · modes: SET TRANSACTION, which changes the one it
 * stands in and must come before its first query.
 */
export type TransactionControl =
  | "begin"
  | "begin-with-modes"
  | "commit"
  | "rollback"
  | "chain"
  | "prepare"
  | "modes";

/**
 * How `statement` begins or ends a transaction; null when it does neither. SAVEPOINT, RELEASE and ROLLBACK TO
 * stay inside one; COMMIT PREPARED and ROLLBACK PREPARED end one of another session: all null.
 */
export function transactionControl(statement: Statement): TransactionControl | null {
  const tokens = makeTokens(statement.head, 16);
  const begun = afterBegin(tokens);
  if (begun >= 0) return hasOnlyDefaults(tokens, begun) ? "begin" : "begin-with-modes";
  if (afterWords(tokens, "set local? transaction") >= 0) return "modes";
  if (afterWords(tokens, "prepare transaction") === 2 && tokens[2]?.kind === "string") return "prepare";
  const end = afterWords(tokens, "commit|end|rollback|abort work|transaction?");
  if (end < 0 || afterWords(tokens, "to|prepared", end) >= 0) return null;
  if (afterWords(tokens, "and chain", end) >= 0) return "chain";
  return afterWords(tokens, "commit|end") >= 0 ? "commit" : "rollback";
}

/** True when `statement` makes, releases or goes back to a savepoint. */
export function isSavepointControl(statement: Statement): boolean {
  const tokens = makeTokens(statement.sql, 16);
  return (
    afterWords(tokens, "savepoint|release") >= 0 ||
    afterWords(tokens, "rollback|abort work|transaction? to") >= 0
  );
}

function afterBegin(tokens: readonly Token[]): number {
  const start = afterWords(tokens, "start transaction");
  return start >= 0 ? start : afterWords(tokens, "begin work|transaction?");
}

const DEFAULT_MODES = ["isolation level read committed|uncommitted", "read write", "not deferrable"];

function hasOnlyDefaults(tokens: readonly Token[], from: number): boolean {
  let at = from;
  while (at < tokens.length) {
    const next = DEFAULT_MODES.map((mode) => afterWords(tokens, mode, at)).find((end) => end >= 0);
    if (next === undefined) return false;
    at = isSymbol(tokens[next], ",") ? next + 1 : next;
  }
  return true;
}
