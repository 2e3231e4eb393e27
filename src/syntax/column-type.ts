import type { TypeName } from "@pgsql/types";
import { qualifiedName, renderIdentifier, stringsOf } from "./names.ts";
import type { Parse, Tree } from "./parser.ts";

/** A type as the server knows it: its own name (`int4`, `varchar`, `bpchar`), whatever it was written as. */
export interface ColumnType {
  /** Null: left to the search_path; the system's types have none. */
  readonly schema: string | null;
  readonly name: string;
  /** `10, 2` of numeric(10, 2); empty without. */
  readonly modifiers: readonly number[];
  readonly isArray: boolean;
}

const SERIALS = new Map([
  ["serial", "int4"],
  ["serial4", "int4"],
  ["bigserial", "int8"],
  ["serial8", "int8"],
  ["smallserial", "int2"],
  ["serial2", "int2"],
]);

/** Other names of the system's types: the grammar knows those of the standard, the catalog has the rest. */
const ALIASES = new Map([
  ["integer", "int4"],
  ["bigint", "int8"],
  ["smallint", "int2"],
  ["boolean", "bool"],
]);

/** The type of a column definition; `serial` is the integer that it makes. */
export function makeColumnType(type: TypeName | undefined): ColumnType {
  const { schema, name } = qualifiedName(stringsOf(type?.names));
  const isSystem = schema === null || schema === "pg_catalog";
  const known = isSystem ? (SERIALS.get(name) ?? ALIASES.get(name) ?? name) : name;
  return {
    schema: isSystem ? null : schema,
    name: known,
    // The grammar writes an interval's fields in front of its precision.
    modifiers: known === "interval" ? modifiersOf(type).slice(1) : modifiersOf(type),
    isArray: (type?.arrayBounds ?? []).length > 0,
  };
}

/** True for `serial` and its kin, which bring a sequence and a default. */
export function isSerial(type: TypeName | undefined): boolean {
  const { schema, name } = qualifiedName(stringsOf(type?.names));
  return (schema === null || schema === "pg_catalog") && SERIALS.has(name);
}

/** The type that `text` names, as format_type writes it; null where it is none. */
export function parseColumnType(text: string, parse: Parse): ColumnType | null {
  const [tree] = parse(`SELECT NULL::${text}`) ?? [];
  const target = tree !== undefined && "SelectStmt" in tree ? tree.SelectStmt.targetList?.[0] : undefined;
  const value = target !== undefined && "ResTarget" in target ? target.ResTarget.val : undefined;
  return value !== undefined && "TypeCast" in value ? makeColumnType(value.TypeCast.typeName) : null;
}

/** `type` as people write it: `varchar(20)`, `app.status[]`. */
export function renderColumnType({ schema, name, modifiers, isArray }: ColumnType): string {
  const words = WRITTEN.get(name) ?? renderIdentifier(name);
  const qualified = schema === null ? words : `${renderIdentifier(schema)}.${words}`;
  const args = modifiers.length === 0 ? "" : `(${modifiers.join(", ")})`;
  return `${qualified}${args}${isArray ? "[]" : ""}`;
}

const WRITTEN = new Map([
  ["int4", "integer"],
  ["int8", "bigint"],
  ["int2", "smallint"],
  ["bool", "boolean"],
  ["bpchar", "char"],
  ["float8", "double precision"],
  ["float4", "real"],
]);

function modifiersOf(type: TypeName | undefined): readonly number[] {
  return (type?.typmods ?? []).flatMap((node) => numberOf(node));
}

function numberOf(node: Tree): readonly number[] {
  if ("Integer" in node) return [node.Integer.ival ?? 0];
  if (!("A_Const" in node)) return [];
  return node.A_Const.ival === undefined ? [] : [node.A_Const.ival.ival ?? 0];
}
