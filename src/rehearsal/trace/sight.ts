import { makeTokens } from "../../files/sql/make-tokens.ts";
import { afterWords } from "../../files/sql/match-words.ts";
import type { Statement } from "../../files/sql/statement.ts";
import { isSavepointControl, transactionControl } from "../../files/sql/transaction-control.ts";
import { isPlainChange, transactionNeed } from "../../files/sql/transaction-need.ts";

/**
 * How it can be seen what a statement does where no transaction is open:
 * alone: it may be put into a transaction of ours, and does the same there ·
 * outside: the server refuses it in one · setting: it touches no relation ·
 * nowhere: it may do what only shows outside of one (CALL, CREATE EXTENSION).
 */
export type Sight = "alone" | "outside" | "setting" | "nowhere";

/** How it can be seen what `statement` does. */
export function sightOf(statement: Statement): Sight {
  const head = makeTokens(statement.head, 4);
  if (afterWords(head, "set|reset|show") >= 0) return "setting";
  if (transactionNeed(statement) === "outside") return "outside";
  return isPlainChange(statement) || ALONE.some((pattern) => afterWords(head, pattern) >= 0)
    ? "alone"
    : "nowhere";
}

/** True for what stands inside a transaction and can be seen to do something: not what begins, ends or cuts one. */
export const isVisibleWithin = (statement: Statement): boolean =>
  transactionControl(statement) === null && !isSavepointControl(statement);

/**
 * What does the same in a transaction of its own as without one, whatever code it runs, as long as that does not commit:
 * then the server says so (2D000), as it does where a name turns out to be a partitioned table's (25001).
 */
const ALONE = [
  "select|values|with|table|merge|copy|do",
  "analyze|analyse|reindex|cluster",
  "refresh materialized view",
  "security label",
  "import foreign schema",
];

/** True for TRUNCATE. */
export const empties = ({ head }: Statement): boolean => afterWords(makeTokens(head, 1), "truncate") >= 0;

/** True for what may make something: relations that were not there. */
export const creates = ({ head }: Statement): boolean =>
  afterWords(makeTokens(head, 1), "alter|create|do|call|import") >= 0;

/**
 * True for what may change more of a relation than its rows, though its transaction held the lock for that before: a name,
 * a constraint, an index.
 */
export const redefines = ({ head }: Statement): boolean =>
  REDEFINING.some((pattern) => afterWords(makeTokens(head, 3), pattern) >= 0);

const REDEFINING = ["alter|drop|do|call|reindex", "create unique? index"];

/** True for what may leave a domain's constraint NOT VALID. */
export const changesDomain = ({ head }: Statement): boolean =>
  afterWords(makeTokens(head, 2), "alter domain") >= 0;

/** True for what gives relations new names without a lock on them. */
export const renamesSchema = ({ head }: Statement): boolean =>
  afterWords(makeTokens(head, 2), "alter schema") >= 0;

/** True for ROLLBACK, with or without TO SAVEPOINT. */
export const goesBack = ({ head }: Statement): boolean =>
  afterWords(makeTokens(head, 1), "rollback|abort") >= 0;
