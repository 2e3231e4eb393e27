import { makeTokens } from "./make-tokens.ts";
import { findWords } from "./match-words.ts";
import type { Statement } from "./statement.ts";
import { type TransactionControl, transactionControl } from "./transaction-control.ts";

/** A transaction that a file begins itself. */
export interface OwnBlock {
  /** Index of what ends it; null: nothing in the file does. */
  readonly end: number | null;
  /** How it ends; null as above. */
  readonly ending: Extract<TransactionControl, "commit" | "rollback" | "chain" | "prepare"> | null;
  /** True where it may only read. */
  readonly isReadOnly: boolean;
}

const ENDINGS: ReadonlySet<TransactionControl | null> = new Set(["commit", "rollback", "chain", "prepare"]);

/** The transaction that the statement with the index `begin` opens. */
export function ownBlock(statements: readonly Statement[], begin: number): OwnBlock {
  let isReadOnly = false;
  for (let index = begin; index < statements.length; index++) {
    const statement = statements[index];
    if (statement === undefined) break;
    const control = transactionControl(statement);
    isReadOnly ||= makesReadOnly(statement);
    if (index > begin && control !== null && ENDINGS.has(control))
      return { end: index, ending: control as OwnBlock["ending"], isReadOnly };
  }
  return { end: null, ending: null, isReadOnly };
}

/** True where a row of ours can be written in the block itself, just before its COMMIT: then both are there or neither. */
export const canCountInside = ({ ending, isReadOnly }: OwnBlock): boolean =>
  ending === "commit" && !isReadOnly;

const READ_ONLY = /^(default_)?transaction_read_only$/;

function makesReadOnly({ head }: Statement): boolean {
  const tokens = makeTokens(head, 16);
  return (
    findWords(tokens, "read only") >= 0 ||
    tokens.some(({ kind, text }) => kind === "word" && READ_ONLY.test(text))
  );
}
