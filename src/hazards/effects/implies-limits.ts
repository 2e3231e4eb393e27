import type { PartitionLimits } from "../../syntax/action.ts";
import { constantOf } from "../../syntax/constants.ts";
import type { Tree } from "../../syntax/parser.ts";
import type { KnownRelation } from "../known-schema.ts";
import { isSameConstant } from "./implies-bound.ts";
import { columnOf, isProvedNotNull } from "./proves-not-null.ts";

/**
 * True where a valid CHECK of `partition` says what `limits` of the column `key` ask for, so that the server reads no
 * row to attach it. For a key of one column and the forms that people write: `k >= 1 AND k < 9`, `k IN (1, 2)`.
 */
export function impliesLimits(partition: KnownRelation, key: string, limits: PartitionLimits): boolean {
  if (columnOf(partition, key)?.isNotNull !== true && !isProvedNotNull(partition, key)) return false;
  const said = partition.constraints
    .filter(({ kind, isValid, isEnforced }) => kind === "check" && isValid && isEnforced)
    .flatMap(({ expression }) => (expression === null ? [] : conjuncts(expression)))
    .flatMap((part) => comparison(part, key));
  if (limits.values.length > 0) return said.some((one) => isWithin(one, limits.values));
  const [from = null] = limits.from;
  const [to = null] = limits.to;
  if (limits.from.length !== 1 || (from === null && to === null)) return false;
  const isFrom =
    from === null ||
    said.some(({ operator, values }) => operator === ">=" && isSameConstant(values[0] ?? null, from));
  return (
    isFrom &&
    (to === null ||
      said.some(({ operator, values }) => operator === "<" && isSameConstant(values[0] ?? null, to)))
  );
}

interface Comparison {
  readonly operator: string;
  readonly values: readonly (string | null)[];
}

const isWithin = ({ operator, values }: Comparison, allowed: readonly (string | null)[]): boolean =>
  (operator === "=" || operator === "in") &&
  values.every((value) => value !== null && allowed.includes(value));

function conjuncts(tree: Tree): readonly Tree[] {
  if (!("BoolExpr" in tree) || tree.BoolExpr.boolop !== "AND_EXPR") return [tree];
  return (tree.BoolExpr.args ?? []).flatMap(conjuncts);
}

/** `key OPERATOR constant`, `key IN (…)`, and `key = ANY (ARRAY[…])` as the server writes it. */
function comparison(tree: Tree, key: string): readonly Comparison[] {
  if (!("A_Expr" in tree)) return [];
  const { kind, name, lexpr, rexpr } = tree.A_Expr;
  const [operator] = name ?? [];
  if (lexpr === undefined || rexpr === undefined || !isKey(lexpr, key)) return [];
  if (kind === "AEXPR_IN") return [{ operator: "in", values: listOf(rexpr).map(constantOf) }];
  if (kind === "AEXPR_OP_ANY") return [{ operator: "in", values: listOf(rexpr).map(constantOf) }];
  if (kind !== "AEXPR_OP" || operator === undefined || !("String" in operator)) return [];
  return [{ operator: operator.String.sval ?? "", values: [constantOf(rexpr)] }];
}

function listOf(tree: Tree): readonly Tree[] {
  if ("List" in tree) return tree.List.items ?? [];
  if ("A_ArrayExpr" in tree) return tree.A_ArrayExpr.elements ?? [];
  return "TypeCast" in tree && tree.TypeCast.arg !== undefined ? listOf(tree.TypeCast.arg) : [tree];
}

function isKey(tree: Tree, key: string): boolean {
  if ("TypeCast" in tree) return tree.TypeCast.arg !== undefined && isKey(tree.TypeCast.arg, key);
  const last = "ColumnRef" in tree ? tree.ColumnRef.fields?.at(-1) : undefined;
  return last !== undefined && "String" in last && last.String.sval === key;
}
