import { afterParentheses, afterWords, findWords } from "../files/sql/match-words.ts";
import type { Statement } from "../files/sql/statement.ts";

/** The bound of a partition as `statement` writes it: `FOR VALUES IN (1)`, `DEFAULT`; `FOR VALUES …` where it is not found. */
export function boundText({ sql, tokens }: Statement): string {
  const start = findWords(tokens, "for values");
  if (start < 0) return findWords(tokens, "default") < 0 ? "FOR VALUES …" : "DEFAULT";
  const first = afterParentheses(tokens, start + 3);
  const to = afterWords(tokens, "to", first);
  const end = to < 0 ? first : afterParentheses(tokens, to);
  const last = tokens[end - 1];
  const from = tokens[start];
  return last === undefined || from === undefined ? "FOR VALUES …" : sql.slice(from.offset, last.offset + 1);
}
