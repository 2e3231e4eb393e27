import { makeTokens } from "../files/sql/make-tokens.ts";
import { afterWords, isSymbol } from "../files/sql/match-words.ts";
import type { Statement } from "../files/sql/statement.ts";

/**
 * What a statement of a verify file is. query: gives rows, which must be true · block: DO, which must only go through ·
 * setting: SET for the questions after it · other: nothing that is sent.
 */
export type QuestionKind = "query" | "block" | "setting" | "other";

/** The kind of `statement`, by its first words: all else a read-only transaction might let through, as LOCK and SET ROLE. */
export function kindOfQuestion(statement: Statement): QuestionKind {
  if (statement.copyData !== null) return "other";
  const tokens = makeTokens(statement.head, HEAD_TOKENS);
  const words = tokens.slice(tokens.findIndex((token) => !isSymbol(token, "(")));
  if (afterWords(words, "select|with|values|table|show") > 0) return "query";
  if (afterWords(tokens, "do") > 0) return "block";
  return isSetting(tokens) ? "setting" : "other";
}

/** Parentheses may stand before a query. */
const HEAD_TOKENS = 64;

/** What would change who asks, or whether the transaction may write, is none. */
function isSetting(tokens: ReturnType<typeof makeTokens>): boolean {
  const set = afterWords(tokens, "set session|local?");
  const name = tokens[set];
  if (set < 0 || (name?.kind !== "word" && name?.kind !== "quoted")) return false;
  return !/transaction|^(role|session|authorization|characteristics|constraints|session_authorization)$/i.test(
    name.text,
  );
}
