import { makeTokens } from "../files/sql/make-tokens.ts";
import { afterParentheses, afterWords, isSymbol, nameAt } from "../files/sql/match-words.ts";
import type { Token } from "../files/sql/statement.ts";

/** A stretch of a statement's tokens, as the parse tree, which has no text, does not give it. */
export interface Clause {
  readonly sql: string;
  readonly tokens: readonly Token[];
  /** Indexes in `tokens`: from, and after the last. */
  readonly from: number;
  readonly to: number;
}

/** All of a statement. */
export function wholeClause(sql: string, tokens: readonly Token[] = makeTokens(sql)): Clause {
  return { sql, tokens, from: 0, to: tokens.length };
}

/** From the byte `at` of the statement to the next comma, or to the end of the parentheses that it stands in. */
export function clauseAt({ sql, tokens }: Clause, at: number): Clause {
  const offset = Buffer.from(sql).toString("utf8", 0, at).length;
  const first = tokens.findIndex((token) => token.offset >= offset);
  const from = first < 0 ? tokens.length : first;
  let to = from;
  for (let depth = 0; to < tokens.length; to++) {
    if (depth === 0 && (isSymbol(tokens[to], ",") || isSymbol(tokens[to], ")"))) break;
    if (isSymbol(tokens[to], "(")) depth++;
    if (isSymbol(tokens[to], ")")) depth--;
  }
  return { sql, tokens, from, to };
}

/** Index after `pattern` where it first stands in `clause`, outside of parentheses; -1: nowhere. */
export function wordsIn({ tokens, from, to }: Clause, pattern: string): number {
  for (let at = from; at < to; at = Math.max(at + 1, afterParentheses(tokens, at))) {
    const end = afterWords(tokens, pattern, at);
    if (end >= 0) return end;
  }
  return -1;
}

/** What stands in the parentheses that open at the token `at`; null where none do. */
export function insideAt(clause: Clause, at: number): string | null {
  const end = afterParentheses(clause.tokens, at);
  if (end === at || !isSymbol(clause.tokens[end - 1], ")")) return null;
  return textOf(clause, at + 1, end - 1);
}

/** What stands in the parentheses after the first `pattern`; null where nothing does. */
export function insideAfter(clause: Clause, pattern: string): string | null {
  const at = wordsIn(clause, pattern);
  return at < 0 ? null : insideAt(clause, at);
}

/** The text from the token `from` on, up to the token `to`. */
export function textOf({ sql, tokens }: Clause, from: number, to: number): string {
  const begin = tokens[from]?.offset ?? sql.length;
  return sql.slice(begin, to < tokens.length ? tokens[to]?.offset : sql.length);
}

/** The parts of `text` between its commas that stand in no parentheses or brackets. */
export function splitAtCommas(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let begin = 0;
  for (const token of makeTokens(text)) {
    if (isSymbol(token, "(") || isSymbol(token, "[")) depth++;
    if (isSymbol(token, ")") || isSymbol(token, "]")) depth--;
    if (depth > 0 || !isSymbol(token, ",")) continue;
    parts.push(text.slice(begin, token.offset).trim());
    begin = token.offset + 1;
  }
  return [...parts, text.slice(begin).trim()];
}

/** The keys of an index as written, without what is said of their order; empty where they are not found. */
export function indexKeys(clause: Clause, tableAt: number): readonly string[] {
  const { tokens, from } = clauseAt(clause, tableAt);
  const name = nameAt(tokens, from);
  if (name === null) return [];
  const method = afterWords(tokens, "using", name.end);
  const inside = insideAt(clause, method < 0 ? name.end : method + 1);
  return inside === null ? [] : splitAtCommas(inside).map(keyOf);
}

/** `(expression)`, `name(…)` or a column, with its COLLATE; without operator class and order. */
function keyOf(text: string): string {
  const clause = wholeClause(text);
  const { tokens } = clause;
  const name = nameAt(tokens, 0);
  const end = afterParentheses(tokens, name?.end ?? 0);
  const collation = afterWords(tokens, "collate", end);
  const last = collation < 0 ? end : (nameAt(tokens, collation)?.end ?? end);
  return textOf(clause, 0, last).trim();
}
