import type { Tree } from "../../syntax/parser.ts";
import type { KnownColumn, KnownRelation } from "../known-schema.ts";

/** The column of this name; null where it is not known. */
export const columnOf = (relation: KnownRelation, name: string): KnownColumn | null =>
  relation.columns.find((column) => column.name === name) ?? null;

/** True where a valid CHECK says that `column` is not null: the server then reads no row to see it. Source: 12 and later. */
export function isProvedNotNull(relation: KnownRelation, column: string): boolean {
  return relation.constraints.some(
    ({ kind, isValid, isEnforced, expression }) =>
      kind === "check" && isValid && isEnforced && expression !== null && saysNotNull(expression, column),
  );
}

/** True where the server need not read a row to see that `column` is not null. */
export const isKnownNotNull = (relation: KnownRelation, column: string, major: number): boolean =>
  columnOf(relation, column)?.isNotNull === true || (major >= 12 && isProvedNotNull(relation, column));

/** True for `column IS NOT NULL` and for an AND of which that is a part. */
export function saysNotNull(expression: Tree, column: string): boolean {
  if ("NullTest" in expression) {
    const { arg, nulltesttype } = expression.NullTest;
    return nulltesttype === "IS_NOT_NULL" && arg !== undefined && isColumn(arg, column);
  }
  if (!("BoolExpr" in expression) || expression.BoolExpr.boolop !== "AND_EXPR") return false;
  return (expression.BoolExpr.args ?? []).some((part) => saysNotNull(part, column));
}

function isColumn(tree: Tree, column: string): boolean {
  if (!("ColumnRef" in tree)) return false;
  const last = tree.ColumnRef.fields?.at(-1);
  return last !== undefined && "String" in last && last.String.sval === column;
}

/** The columns that `tree` names, each once, without those of other relations told apart. */
export function columnsIn(tree: unknown): readonly string[] {
  if (Array.isArray(tree)) return [...new Set(tree.flatMap(columnsIn))];
  if (typeof tree !== "object" || tree === null) return [];
  if (!("ColumnRef" in tree)) return columnsIn(Object.values(tree));
  const last = (tree as Extract<Tree, { ColumnRef: unknown }>).ColumnRef.fields?.at(-1);
  return last !== undefined && "String" in last ? [last.String.sval ?? ""] : [];
}
