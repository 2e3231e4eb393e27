import { doBody } from "./do-body.ts";
import { makeTokens } from "./make-tokens.ts";
import { afterWords, findWords, isSymbol, nameAt } from "./match-words.ts";
import { splitStatements } from "./split-statements.ts";
import type { Statement, Token } from "./statement.ts";

/** Data that is gone when a statement has run. */
export interface Loss {
  /**
   * table, schema: dropped, with all that is in it · column: dropped from a table · all-rows: TRUNCATE, or DELETE
   * without WHERE · rows: DELETE of some, MERGE with a DELETE.
   */
  readonly kind: "table" | "schema" | "column" | "all-rows" | "rows";
  /** Parts of the table's or schema's name, as the server folds them. */
  readonly name: readonly string[];
  /** The column's name; null for all other kinds. */
  readonly column: string | null;
}

/**
 * What `statement` takes away for good, in its order: looked for at its beginning, after a WITH, and in the code of a
 * DO. What functions, strings that are executed and CASCADE take away is not seen.
 */
export function lossesOf(statement: Statement): readonly Loss[] {
  if (statement.count > 1) return lossesOfRun(statement.sql);
  // A cheap first look, so that the tokens of a large INSERT are never made.
  if (!/^(\(|(drop|truncate|delete|merge|alter|with|do)\b)/i.test(statement.head)) return [];
  const { tokens } = statement;
  const body = doBody(tokens);
  if (body !== null) return lossesAnywhere(makeTokens(body));
  // A query may stand in parentheses, and its WITH changes what it would without them.
  const query = tokens.findIndex((token) => !isSymbol(token, "("));
  return afterWords(tokens, "with", query) < 0 ? lossesAt(tokens, 0) : lossesAnywhere(tokens);
}

function lossesOfRun(sql: string): readonly Loss[] {
  return /\bdelete\b/i.test(sql) ? splitStatements(sql).statements.flatMap(lossesOf) : [];
}

function lossesAnywhere(tokens: readonly Token[]): readonly Loss[] {
  return tokens.flatMap((_, index) => lossesAt(tokens, index));
}

function lossesAt(tokens: readonly Token[], index: number): readonly Loss[] {
  const table = afterWords(tokens, "drop table if? exists?", index);
  if (table >= 0) return namesFrom(tokens, table).map((name) => ({ kind: "table", name, column: null }));
  const schema = afterWords(tokens, "drop schema if? exists?", index);
  if (schema >= 0) return namesFrom(tokens, schema).map((name) => ({ kind: "schema", name, column: null }));
  const truncated = afterWords(tokens, "truncate table? only?", index);
  if (truncated >= 0)
    return namesFrom(tokens, truncated).map((name) => ({ kind: "all-rows", name, column: null }));
  const deleted = afterWords(tokens, "delete from only?", index);
  if (deleted >= 0) return deletedRows(tokens, deleted);
  const merged = afterWords(tokens, "merge into only?", index);
  if (merged >= 0) return mergedRows(tokens, merged);
  const altered = afterWords(tokens, "alter table if? exists? only?", index);
  return altered >= 0 ? droppedColumns(tokens, altered) : [];
}

/** Names from `from` on, between commas; `ONLY` before and `*` after one are passed over. */
function namesFrom(tokens: readonly Token[], from: number): readonly (readonly string[])[] {
  const names: (readonly string[])[] = [];
  for (let at = from; ; at++) {
    const name = nameAt(tokens, afterWords(tokens, "only?", at));
    if (name === null) return names;
    names.push(name.parts);
    at = isSymbol(tokens[name.end], "*") ? name.end + 1 : name.end;
    if (!isSymbol(tokens[at], ",")) return names;
  }
}

function deletedRows(tokens: readonly Token[], at: number): readonly Loss[] {
  const name = nameAt(tokens, at);
  if (name === null) return [];
  const isSome = restOf(tokens, name.end).some(
    ({ kind, text }) => kind === "word" && (text === "where" || text === "using"),
  );
  return [{ kind: isSome ? "rows" : "all-rows", name: name.parts, column: null }];
}

function mergedRows(tokens: readonly Token[], at: number): readonly Loss[] {
  const name = nameAt(tokens, at);
  if (name === null || findWords(restOf(tokens, name.end), "then delete") < 0) return [];
  return [{ kind: "rows", name: name.parts, column: null }];
}

/** Up to the `;` that ends the statement, where there is one: in the code of a DO. */
function restOf(tokens: readonly Token[], from: number): readonly Token[] {
  const end = tokens.findIndex((token, index) => index >= from && isSymbol(token, ";"));
  return tokens.slice(from, end < 0 ? undefined : end);
}

/** The actions of an ALTER TABLE stand between commas, outside of parentheses. */
function droppedColumns(tokens: readonly Token[], at: number): readonly Loss[] {
  const table = nameAt(tokens, at);
  if (table === null) return [];
  const losses: Loss[] = [];
  let depth = 0;
  for (let index = table.end; index < tokens.length && !isSymbol(tokens[index], ";"); index++) {
    if (isSymbol(tokens[index], "(")) depth++;
    if (isSymbol(tokens[index], ")")) depth--;
    const isAction = index === table.end || (depth === 0 && isSymbol(tokens[index - 1], ","));
    const dropped = isAction ? afterWords(tokens, "drop column? if? exists?", index) : -1;
    const column = dropped < 0 ? undefined : tokens[dropped];
    const isColumn = column?.kind === "quoted" || (column?.kind === "word" && column.text !== "constraint");
    if (isColumn) losses.push({ kind: "column", name: table.parts, column: column.text });
  }
  return losses;
}
