import type { RangeVar } from "@pgsql/types";
import type { Tree } from "./parser.ts";

/** The condition of an UPDATE or DELETE, and whose rows it picks. */
export interface RowCondition {
  readonly where: Tree | undefined;
  readonly table: RangeVar | undefined;
  /** Tables of FROM or USING: a column without a table's name in front may then be theirs. */
  readonly others: readonly Tree[];
}

/** Columns of `table` that `where` says to be equal to a constant, or one of a list, in each row for which it holds. */
export function pickedColumns({ where, table, others }: RowCondition): readonly string[] {
  const owner = table?.alias?.aliasname ?? table?.relname ?? "";
  const columnName = (tree: Tree | undefined): readonly string[] => {
    if (tree === undefined || !("ColumnRef" in tree)) return [];
    const parts = (tree.ColumnRef.fields ?? []).flatMap((field) =>
      "String" in field ? [field.String.sval ?? ""] : [],
    );
    const isOwn = parts.length === 1 ? others.length === 0 : parts.at(-2) === owner;
    return isOwn ? parts.slice(-1) : [];
  };
  return equalities(where).flatMap(({ left, right }) => {
    if (isConstant(right)) return columnName(left);
    return isConstant(left) ? columnName(right) : [];
  });
}

interface Equality {
  readonly left: Tree | undefined;
  readonly right: Tree | undefined;
}

/** `a = b` and `a IN (…)` that all hold where `where` does. */
function equalities(where: Tree | undefined): readonly Equality[] {
  if (where === undefined) return [];
  if ("BoolExpr" in where) {
    const { boolop, args = [] } = where.BoolExpr;
    return boolop === "AND_EXPR" ? args.flatMap(equalities) : [];
  }
  if (!("A_Expr" in where)) return [];
  const { kind, name, lexpr, rexpr } = where.A_Expr;
  const [operator] = name ?? [];
  const isEqual = operator !== undefined && "String" in operator && operator.String.sval === "=";
  return isEqual && (kind === "AEXPR_OP" || kind === "AEXPR_IN") ? [{ left: lexpr, right: rexpr }] : [];
}

function isConstant(tree: Tree | undefined): boolean {
  if (tree === undefined) return false;
  if ("TypeCast" in tree) return isConstant(tree.TypeCast.arg);
  if ("List" in tree) return (tree.List.items ?? []).every(isConstant);
  return "A_Const" in tree;
}
