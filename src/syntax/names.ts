import type { RangeVar } from "@pgsql/types";
import type { Tree } from "./parser.ts";

/** The name of a relation, type or function as a statement has it, unquoted. */
export interface ObjectName {
  /** Null: left to the search_path. */
  readonly schema: string | null;
  readonly name: string;
}

/** Equal exactly for the same name in the same schema: what maps and sets know it by. */
export const keyOf = ({ schema, name }: ObjectName): string => JSON.stringify([schema, name]);

/** The name that a FROM, an ALTER TABLE and the like has. */
export function relationName(range: RangeVar | undefined): ObjectName {
  return { schema: range?.schemaname ?? null, name: range?.relname ?? "" };
}

/** The strings of a list, such as the columns of a key or the parts of a name. */
export function stringsOf(nodes: readonly Tree[] | undefined): readonly string[] {
  return (nodes ?? []).flatMap((node) => ("String" in node ? [node.String.sval ?? ""] : []));
}

/** The last two of the parts of a name. */
export function qualifiedName(parts: readonly string[]): ObjectName {
  return { schema: parts.at(-2) ?? null, name: parts.at(-1) ?? "" };
}

/** The name in a list of names, of which DROP has one for each object. */
export function listedName(node: Tree | undefined): readonly string[] {
  if (node === undefined) return [];
  if ("List" in node) return stringsOf(node.List.items);
  if ("TypeName" in node) return stringsOf(node.TypeName.names);
  if ("ObjectWithArgs" in node) return stringsOf(node.ObjectWithArgs.objname);
  return "String" in node ? [node.String.sval ?? ""] : [];
}

/** `name` as SQL: quoted only where it must be. */
export function renderName({ schema, name }: ObjectName): string {
  return schema === null ? renderIdentifier(name) : `${renderIdentifier(schema)}.${renderIdentifier(name)}`;
}

/** Words that cannot stand as a column's or table's name without quotes. Source: manual, "SQL Key Words", reserved. */
const RESERVED = new Set(
  "all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create current_catalog current_date current_role current_time current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign from grant group having in initially intersect into lateral leading limit localtime localtimestamp not null offset on only or order placing primary references returning select session_user some symmetric system_user table then to trailing true union unique user using variadic when where window with authorization binary collation concurrently cross current_schema freeze full ilike inner is isnull join left like natural notnull outer overlaps right similar tablesample verbose".split(
    " ",
  ),
);

/** `name` as an SQL identifier, in double quotes only where it would be read otherwise without. */
export function renderIdentifier(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) && !RESERVED.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
