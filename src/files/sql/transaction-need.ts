import { commitsInBody } from "./do-body.ts";
import { makeTokens } from "./make-tokens.ts";
import { afterParentheses, afterWords, findWords, isSymbol, nameAt } from "./match-words.ts";
import type { Statement, Token } from "./statement.ts";

/**
 * any: runs inside a transaction block and outside of one · outside: the server refuses it inside one (25001, or
 * 2D000 for a DO that commits).
 */
export type TransactionNeed = "any" | "outside";

/**
 * Whether `statement` may run in a transaction block, as far as its words tell. REINDEX and CLUSTER of a partitioned
 * table, and a CALL of a procedure that commits, cannot be told from them: `any`.
 * Source: PostgreSQL's sources, calls of PreventInTransactionBlock; postgres-facts 12.
 */
export function transactionNeed(statement: Statement): TransactionNeed {
  const head = makeTokens(statement.head, 4);
  if (ALWAYS_OUTSIDE.some((pattern) => afterWords(head, pattern) >= 0)) return "outside";
  const rule = DEPENDING.find(([pattern]) => afterWords(head, pattern) >= 0)?.[1];
  return rule?.(statement) ? "outside" : "any";
}

/**
 * True for a statement that does the same in a transaction block of its own as alone, for certain: it defines or changes
 * something, or sets a limit for what follows. Of what may run any code, or depends on the session (DO, CALL, SELECT,
 * other SETs, COPY …), that is not known.
 */
export function isPlainChange(statement: Statement): boolean {
  if (statement.copyData !== null) return false;
  const head = makeTokens(statement.head, 4);
  if (LIMITS.some((pattern) => afterWords(head, pattern) >= 0)) return true;
  return (
    afterWords(head, "create|alter|drop|comment|grant|revoke|insert|update|delete|truncate") >= 0 &&
    afterWords(head, "create|alter|drop subscription|database|system|tablespace|extension") < 0 &&
    transactionNeed(statement) === "any"
  );
}

/** What files set before they build an index. */
const LIMITS = [
  "set session? lock_timeout|statement_timeout|maintenance_work_mem|max_parallel_maintenance_workers",
  "reset lock_timeout|statement_timeout|maintenance_work_mem|max_parallel_maintenance_workers",
];

const ALWAYS_OUTSIDE = [
  "create unique? index concurrently",
  "drop index concurrently",
  "reindex schema|database|system",
  "reindex index|table concurrently",
  "vacuum",
  "alter system",
  "create|drop database|tablespace",
  "drop subscription",
  "commit|rollback prepared",
  "discard all",
];

/** Long enough for DETACH PARTITION with two names of three parts each. */
const ALTER_TABLE_TOKENS = 24;

const DEPENDING: readonly (readonly [pattern: string, isOutside: (statement: Statement) => boolean])[] = [
  ["alter table", ({ head }) => detachesConcurrently(makeTokens(head, ALTER_TABLE_TOKENS))],
  ["alter database", ({ head }) => findWords(makeTokens(head, 8), "set tablespace") >= 3],
  ["reindex", ({ tokens }) => reindexesConcurrently(tokens)],
  ["cluster", ({ tokens }) => clustersEverything(tokens)],
  ["create subscription", ({ tokens }) => makesSlot(tokens)],
  ["alter subscription", ({ tokens }) => refreshes(tokens)],
  ["do", ({ tokens }) => commitsInBody(tokens)],
];

function detachesConcurrently(tokens: readonly Token[]): boolean {
  const detach = findWords(tokens, "detach partition", 2);
  const partition = detach < 0 ? null : nameAt(tokens, detach + 2);
  return partition !== null && afterWords(tokens, "concurrently", partition.end) >= 0;
}

function reindexesConcurrently(tokens: readonly Token[]): boolean {
  const end = afterParentheses(tokens, 1);
  const isWide = afterWords(tokens, "schema|database|system", end) >= 0;
  const asWord = afterWords(tokens, "index|table concurrently", end) >= 0;
  return isWide || asWord || isOn(tokens.slice(1, end), "concurrently", false);
}

function clustersEverything(tokens: readonly Token[]): boolean {
  const end = afterParentheses(tokens, afterWords(tokens, "cluster verbose?"));
  return end >= tokens.length;
}

function makesSlot(tokens: readonly Token[]): boolean {
  const options = tokens.slice(Math.max(0, findWords(tokens, "with")));
  return isOn(options, "create_slot", isOn(options, "connect", true));
}

function refreshes(tokens: readonly Token[]): boolean {
  if (findWords(tokens, "refresh publication|sequences", 3) >= 0) return true;
  if (findWords(tokens, "set|add|drop publication", 3) >= 0) return isOn(tokens, "refresh", true);
  return findWords(tokens, "set", 3) >= 0 && findWords(tokens, "failover|two_phase", 4) >= 0;
}

/** The value of the Boolean option `name`, written `name`, `name value` or `name = value`. */
export function isOn(tokens: readonly Token[], name: string, otherwise: boolean): boolean {
  const at = tokens.findIndex(({ kind, text }) => (kind === "word" || kind === "quoted") && text === name);
  if (at < 0) return otherwise;
  const value = isSymbol(tokens[at + 1], "=") ? tokens[at + 2] : tokens[at + 1];
  return !["false", "off", "0"].includes(value?.text.toLowerCase() ?? "");
}
