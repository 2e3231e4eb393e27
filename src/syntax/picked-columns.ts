import type { Tree } from "./parser.ts";

/** Columns that the condition `where` says to be equal to a constant, or one of a list, in each row for which it holds. */
export function pickedColumns(where: Tree | undefined): readonly string[] {
  if (where === undefined) return [];
  if ("BoolExpr" in where) {
    const { boolop, args = [] } = where.BoolExpr;
    return boolop === "AND_EXPR" ? args.flatMap(pickedColumns) : [];
  }
  if (!("A_Expr" in where)) return [];
  const { kind, name, lexpr, rexpr } = where.A_Expr;
  const [operator] = name ?? [];
  const isEqual = operator !== undefined && "String" in operator && operator.String.sval === "=";
  if (!isEqual || (kind !== "AEXPR_OP" && kind !== "AEXPR_IN")) return [];
  if (isConstant(rexpr)) return columnName(lexpr);
  return isConstant(lexpr) ? columnName(rexpr) : [];
}

function columnName(tree: Tree | undefined): readonly string[] {
  if (tree === undefined || !("ColumnRef" in tree)) return [];
  const last = tree.ColumnRef.fields?.at(-1);
  return last !== undefined && "String" in last ? [last.String.sval ?? ""] : [];
}

function isConstant(tree: Tree | undefined): boolean {
  if (tree === undefined) return false;
  if ("TypeCast" in tree) return isConstant(tree.TypeCast.arg);
  if ("List" in tree) return (tree.List.items ?? []).every(isConstant);
  return "A_Const" in tree;
}
