import { commitsInBody, doBody } from "../files/sql/do-body.ts";
import { makeTokens } from "../files/sql/make-tokens.ts";
import { afterWords, findWords } from "../files/sql/match-words.ts";
import { canCountInside, ownBlock } from "../files/sql/own-block.ts";
import { setsSession } from "../files/sql/session-state.ts";
import type { Statement, Token } from "../files/sql/statement.ts";
import { transactionControl } from "../files/sql/transaction-control.ts";
import { isPlainChange } from "../files/sql/transaction-need.ts";
import { catalogSubject } from "./catalog-subject.ts";
import { run, unknown } from "./conclusion.ts";
import { indexSubject } from "./index-subject.ts";
import { COUNTED, REPEATABLE, type Subject, unasked } from "./subject.ts";

/** So many tokens tell what a statement is; an INSERT of megabytes has millions. */
const TOKENS = 512;

/**
 * What is to be found out of the statement at `index` of `statements`, before which none of the file's own transactions is
 * open. What is committed together with its count is known by the count; the catalog tells of what runs outside a
 * transaction; of the rest it depends on whether the server has answered.
 */
export function makeSubject(
  statements: readonly Statement[],
  index: number,
  ownRows: readonly number[],
): Subject {
  const statement = statements[index];
  if (statement === undefined) return REPEATABLE;
  if (transactionControl(statement) !== null) return blockSubject(statements, index);
  // With a row of its own it is sent in a transaction with its count.
  if (ownRows.includes(index) || isPlainChange(statement)) return COUNTED;
  if (statement.copyData !== null) return ONCE;
  const tokens = makeTokens(statement.head, TOKENS);
  const known = indexSubject(tokens) ?? catalogSubject(tokens);
  if (known !== null) return known;
  const isAgain = AGAIN.some((pattern) => afterWords(tokens, pattern) >= 0) || setsSession(statement);
  if (isAgain || updatesExtension(tokens)) return REPEATABLE;
  return mayCommit(tokens) ? COMMITS : ONCE;
}

/** Of the manual's commands those that leave the same however often they run. */
const AGAIN = [
  "vacuum|analyze|analyse|checkpoint|refresh|cluster|listen|unlisten|notify|show|lock|set",
  "alter system|database|subscription",
  "security label",
];

/** A single statement: all of it, or nothing. */
const ONCE: Subject = unasked((ended) =>
  ended.kind === "refused"
    ? run(`the server refused it (${ended.sqlState}), and took it back`)
    : unknown("it may have been done or not, and nothing in the catalog tells"),
);

const COMMITS: Subject = unasked(() =>
  unknown("it may commit inside, so that a part of it may be done, and nothing in the catalog tells"),
);

/** To a version that it has it is no error. */
const updatesExtension = (tokens: readonly Token[]): boolean =>
  afterWords(tokens, "alter extension") >= 0 && findWords(tokens, "update", 2) === 3;

/** A procedure may, and a DO that has such a statement or calls one. */
function mayCommit(tokens: readonly Token[]): boolean {
  if (afterWords(tokens, "call") >= 0) return true;
  const body = doBody(tokens);
  return body !== null && (commitsInBody(tokens) || findWords(makeTokens(body), "call") >= 0);
}

/** The file's own transaction, which is counted before its COMMIT and with it. */
function blockSubject(statements: readonly Statement[], index: number): Subject {
  const control = transactionControl(statements[index] as Statement);
  if (control === "chain" || control === "prepare") return CHAINED;
  if (control !== "begin" && control !== "begin-with-modes") return REPEATABLE;
  const block = ownBlock(statements, index);
  if (block.ending === "chain" || block.ending === "prepare") return CHAINED;
  if (canCountInside(block) || block.ending === null)
    return unasked(() =>
      run("its count is committed with the file's own transaction, so nothing of that is there"),
    );
  return unasked(() => run("its transaction leaves nothing, so it may be run again"));
}

const CHAINED: Subject = unasked(() =>
  unknown(
    "its transaction ends with AND CHAIN or PREPARE TRANSACTION, so that a part of it may be committed",
  ),
);
