import { literal } from "../database/quote.ts";
import type { KnownColumn, KnownSchema } from "../hazards/known-schema.ts";
import type { NewColumn } from "../syntax/action.ts";
import { type ColumnType, makeColumnType, renderColumnType } from "../syntax/column-type.ts";
import { stringsOf } from "../syntax/names.ts";
import type { Tree } from "../syntax/parser.ts";

/**
 * What rows that are there get in a column that a pending statement adds: the same value in all · something, and never
 * null · nobody knows what.
 */
export type PendingValue =
  | { readonly kind: "constant"; readonly sql: string; readonly isNull: boolean }
  | { readonly kind: "something" }
  | { readonly kind: "unknown" };

/** Functions of the system that give no null, and that columns are filled with. */
const NEVER_NULL: ReadonlySet<string> = new Set(
  "now clock_timestamp transaction_timestamp statement_timestamp gen_random_uuid uuidv4 uuidv7 uuid_generate_v4 random nextval".split(
    " ",
  ),
);

/** The values of columns that pending statements add. */
export class PendingValues {
  // A column's type stays the same object while it is renamed, and another takes its place when it changes.
  readonly #values = new WeakMap<ColumnType, PendingValue>();

  /** Remembers `column`, which a statement adds to a table with rows. */
  remember(column: NewColumn, schema: KnownSchema): void {
    this.#values.set(column.type, valueInRows(column, schema));
  }

  /** What `column` has in the rows that are there. */
  of({ type }: KnownColumn): PendingValue {
    return (type === null ? undefined : this.#values.get(type)) ?? { kind: "unknown" };
  }
}

function valueInRows(column: NewColumn, schema: KnownSchema): PendingValue {
  if (column.numbered !== null) return { kind: "something" };
  if (column.generated !== null) return { kind: "unknown" };
  const known = schema.type(column.type);
  // A domain may bring a default of its own, and a type that is not there yet cannot be named.
  const cast = known?.origin === "pending" ? "" : `::${renderColumnType(column.type)}`;
  if (column.default === null)
    return known?.kind === "domain"
      ? { kind: "unknown" }
      : { kind: "constant", sql: `NULL${cast}`, isNull: true };
  const constant = constantSql(column.default);
  if (constant !== null)
    return { kind: "constant", sql: `(${constant})${cast}`, isNull: constant === "NULL" };
  return givesNoNull(column.default) ? { kind: "something" } : { kind: "unknown" };
}

/** `tree` as SQL where it is a constant, with casts or without; null where it is more. */
function constantSql(tree: Tree): string | null {
  if ("TypeCast" in tree) {
    const { arg, typeName } = tree.TypeCast;
    const inner = arg === undefined ? null : constantSql(arg);
    return inner === null ? null : `${inner}::${renderColumnType(makeColumnType(typeName))}`;
  }
  if (!("A_Const" in tree)) return null;
  const { sval, ival, fval, boolval, isnull } = tree.A_Const;
  if (isnull === true) return "NULL";
  if (sval !== undefined) return literal(sval.sval ?? "");
  if (ival !== undefined) return String(ival.ival ?? 0);
  if (fval !== undefined) return fval.fval ?? null;
  return boolval === undefined ? null : String(boolval.boolval === true);
}

function givesNoNull(tree: Tree): boolean {
  if ("SQLValueFunction" in tree) return /DATE|TIME/.test(tree.SQLValueFunction.op ?? "");
  return "FuncCall" in tree && NEVER_NULL.has(stringsOf(tree.FuncCall.funcname).at(-1) ?? "");
}
