import { makeTokens } from "./make-tokens.ts";
import { afterWords, findWords, isSymbol } from "./match-words.ts";
import type { Statement, Token } from "./statement.ts";

/**
 * True for a statement that sets something of its session that lasts, and does nothing else: a file that goes on in
 * another session has it run again there first. Source: PostgreSQL manual, SET, RESET, PREPARE, LOAD, DISCARD.
 */
export function setsSession({ head, copyData }: Statement): boolean {
  if (copyData !== null) return false;
  const tokens = makeTokens(head, 24);
  if (afterWords(tokens, "set local|transaction|constraints") >= 0) return false;
  if (afterWords(tokens, "prepare transaction") >= 0) return false;
  return afterWords(tokens, "set|reset|prepare|deallocate|load|discard") >= 0 || setsConfig(tokens);
}

/** `SELECT pg_catalog.set_config('search_path', '', false)` alone, as pg_dump writes it. */
function setsConfig(tokens: readonly Token[]): boolean {
  const select = afterWords(tokens, "select");
  const isQualified = afterWords(tokens, "pg_catalog", 1) >= 0 && isSymbol(tokens[2], ".");
  const name = select < 0 ? -1 : afterWords(tokens, "set_config", isQualified ? 3 : 1);
  if (name < 0) return false;
  const call = tokens.slice(name).map(({ kind, text }) => (kind === "string" ? "'" : text));
  return call.join(" ") === "( ' , ' , false )";
}

/** What a session has that goes with it, a noun; null for a statement that makes nothing of the kind. */
export function madeForSession(statement: Statement): "temporary objects" | "open cursors" | "locks" | null {
  const tokens = makeTokens(statement.head, 64);
  const isTemporary =
    afterWords(tokens, "create or? replace? local|global? temp|temporary") >= 0 ||
    (afterWords(tokens, "create") >= 0 && findWords(tokens.slice(0, 10), "pg_temp") >= 0) ||
    (afterWords(tokens, "select|with") >= 0 && findWords(tokens, "into local|global? temp|temporary") >= 0);
  if (isTemporary) return "temporary objects";
  if (afterWords(tokens, "declare") >= 0 && findWords(tokens, "with hold") >= 0) return "open cursors";
  const locks = /^pg_(try_)?advisory_lock(_shared)?$/;
  return tokens.some(({ kind, text }) => kind === "word" && locks.test(text)) ? "locks" : null;
}
