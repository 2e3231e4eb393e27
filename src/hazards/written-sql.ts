import { makeTokens } from "../files/sql/make-tokens.ts";
import { afterParentheses, afterWords, findWords, isSymbol } from "../files/sql/match-words.ts";
import { Scanner } from "../files/sql/scanner.ts";
import type { Tree } from "../syntax/parser.ts";
import type { RuleContext } from "./rule.ts";

/** The statement that a rule looks at, as it is written in the file; empty where it is not there. */
export const writtenIn = ({ step, statement }: RuleContext): string =>
  step.statements[statement]?.statement.sql ?? "";

/** The clause of `sql` that begins at `at` (an offset in bytes), as written: up to its comma or the end. */
export function clauseAt(sql: string, at: number): string {
  return sliceFrom(sql, offsetOf(sql, at), []);
}

const AFTER_DEFAULT = "not null check unique primary references constraint generated default collate".split(
  " ",
);

/** The expression of a column's DEFAULT, CHECK … as `sql` has it; null where its tree does not say where it stands. */
export function expressionAt(sql: string, tree: Tree): string | null {
  const at = firstLocation(tree);
  if (at === null) return null;
  const offset = offsetOf(sql, at);
  const before = makeTokens(sql).filter((token) => token.offset < offset);
  // The tree leaves parentheses out.
  const opened = before.length - 1 - before.findLastIndex((token) => !isSymbol(token, "("));
  return sliceFrom(sql, opened === 0 ? offset : (before.at(-opened)?.offset ?? offset), AFTER_DEFAULT);
}

/** The constraint that is written at a column from `at` on, without its name: up to the column's next one. */
export function inlineClauseAt(sql: string, at: number): string {
  const offset = offsetOf(sql, at);
  const tokens = makeTokens(sql).filter((token) => token.offset >= offset);
  const isNamed = afterWords(tokens, "constraint") > 0;
  return sliceFrom(sql, (isNamed ? tokens[2]?.offset : undefined) ?? offset, AFTER_DEFAULT);
}

/** What stands behind GENERATED ALWAYS AS in `clause`, in its parentheses; null where it has none. */
export function generatedAs(clause: string): string | null {
  const tokens = makeTokens(clause);
  const at = findWords(tokens, "generated always as");
  const open = at < 0 ? undefined : tokens[at + 3];
  const close = at < 0 ? undefined : tokens[afterParentheses(tokens, at + 3) - 1];
  return open === undefined || close === undefined ? null : clause.slice(open.offset, close.offset + 1);
}

/** CREATE INDEX as written, with CONCURRENTLY. */
export function withConcurrently(sql: string): string {
  const tokens = makeTokens(sql, 4);
  const index = tokens[afterWords(tokens, "create unique? index") - 1];
  if (index === undefined) return sql;
  const end = index.offset + index.text.length;
  return `${sql.slice(0, end)} CONCURRENTLY${sql.slice(end)}`;
}

/** `text` and `addition` after it; on a line of its own where a comment in `text` could swallow it. */
export const append = (text: string, addition: string): string =>
  `${text}${text.includes("--") ? "\n  " : " "}${addition}`;

const offsetOf = (sql: string, at: number): number => Buffer.from(sql).toString("utf8", 0, at).length;

/** From `offset` to a comma, a closing parenthesis that was not opened, one of `stops`, or the end; without comments after it. */
function sliceFrom(sql: string, offset: number, stops: readonly string[]): string {
  const scanner = new Scanner(sql);
  scanner.moveTo(offset);
  let depth = 0;
  let end = offset;
  let last = "";
  while (scanner.next()) {
    const text = scanner.tokenText();
    const isSign = scanner.kind === "symbol";
    if (depth === 0 && isSign && (text === "," || text === ")" || text === ";")) break;
    const isStop = depth === 0 && scanner.kind === "word" && end > offset && stops.includes(text);
    // ON DELETE SET NULL is no NOT NULL.
    if (isStop && last !== "set") break;
    if (isSign && text === "(") depth++;
    if (isSign && text === ")") depth--;
    end = scanner.end;
    last = text;
  }
  return sql.slice(offset, end);
}

function firstLocation(tree: unknown): number | null {
  if (typeof tree !== "object" || tree === null) return null;
  const own = "location" in tree && typeof tree.location === "number" ? [tree.location] : [];
  const inner = Object.values(tree).flatMap((part) => firstLocation(part) ?? []);
  const all = [...own, ...inner].filter((at) => at > 0);
  return all.length === 0 ? null : Math.min(...all);
}
