import { makeTokens } from "../../files/sql/make-tokens.ts";
import { afterParentheses, afterWords, nameAt } from "../../files/sql/match-words.ts";
import type { Statement } from "../../files/sql/statement.ts";

/** So many statements of a step are looked at each by itself, whatever they are. */
export const LOOKED_AT = 200;

/** Enough for the columns of a wide table. */
const MOST_TOKENS = 400;

/**
 * What `statement` fills, as it writes it, if it is an INSERT … VALUES or COPY … FROM; null for all others. Behind the
 * first `LOOKED_AT` of a step two that fill the same are taken to do the same: the second is not looked at. That is
 * not so where a trigger or a query in the VALUES does more for one row than for another.
 */
export function filledBy(statement: Statement): string | null {
  if (statement.count > 1) return null;
  const head = makeTokens(statement.head, 3);
  const after = Math.max(afterWords(head, "insert into"), afterWords(head, "copy"));
  if (after < 0) return null;
  const tokens = makeTokens(statement.head, MOST_TOKENS);
  const name = nameAt(tokens, after);
  if (name === null) return null;
  const end = afterParentheses(tokens, name.end);
  const isFill = afterWords(tokens, after === 1 ? "from" : "values", end) >= 0;
  return isFill ? JSON.stringify([after, ...name.parts]) : null;
}
