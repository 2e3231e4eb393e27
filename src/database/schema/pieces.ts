import { isNoMember, isOwnObject } from "../own-objects.ts";
import { literal } from "../quote.ts";
import type { SchemaScope } from "../schema.ts";

/** Kind and qualified name of the relation `c` in the schema `n`. */
export const RELATION = `CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table'
  WHEN 'S' THEN 'sequence' WHEN 'c' THEN 'type' ELSE 'table' END || format(' %I.%I', n.nspname, c.relname)`;

/**
 * FROM and WHERE for relations `c` in schemas `n` that are described, indexes and row types of tables not among them;
 * a sequence that a left out table owns is left out with it.
 */
export function relations(scope: SchemaScope, more = ""): string {
  const owners = `SELECT FROM pg_depend b JOIN pg_class o ON o.oid = b.refobjid JOIN pg_namespace m ON m.oid = o.relnamespace
  WHERE b.classid = 'pg_class'::regclass AND b.objid = c.oid AND b.refclassid = 'pg_class'::regclass AND b.deptype IN ('a', 'i')`;
  return `FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace ${more}
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c') AND ${isDescribed(scope, "c.oid", "c.relname")}
  AND NOT (c.relkind = 'S' AND EXISTS (${owners} AND ${isLeftOut(scope, "(m.nspname, o.relname)")}))`;
}

/** The object `oid` named `name`, in the schema `n`, is described. */
export const isDescribed = (scope: SchemaScope, oid: string, name: string): string =>
  `${isOwnObject(oid)} AND NOT ${isLeftOut(scope, `(n.nspname, ${name})`)}`;

function isLeftOut({ leftOut }: SchemaScope, name: string): string {
  const names = leftOut.map((entry) => `(${literal(entry.schema)}, ${literal(entry.name)})`);
  return names.length === 0 ? "false" : `${name} IN (${names.join(", ")})`;
}

/** The object of the catalog row `row` is a user's own: neither the system's nor an extension's. For what has no schema. */
export const isUsers = (row: string): string => `${row}.oid >= 16384 AND ${isNoMember(`${row}.oid`)}`;

/** A row of the description: the aspects are pairs of a name and an expression of type text. */
export function fact(object: string, part: string, aspects: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(aspects).map(([name, value]) => `${literal(name)}, ${value}`);
  return `SELECT ${object} AS object, ${part} AS part, json_strip_nulls(json_build_object(${pairs.join(", ")})) AS aspects`;
}

/** A word for what is so, null for what is not. */
export const word = (condition: string, text: string): string =>
  `CASE WHEN ${condition} THEN ${literal(text)} END`;

/** The elements of a text array, sorted: order means nothing in options. */
export const sorted = (array: string): string =>
  `(SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(${array}) o)`;

/** How a trigger, rule or event trigger fires, where it is not as usual. */
export const enabled = (column: string): string =>
  `CASE ${column} WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'for replicas only' WHEN 'A' THEN 'always' END`;

/**
 * Rows of grants on `object`, a part for each grantee. The owner is not named and has its usual rights where nothing was
 * granted, so that owners may differ. `acl` may be null: the defaults of `kind`, as acldefault() names it.
 */
export function grants(
  scope: SchemaScope,
  object: string,
  acl: { readonly list: string; readonly kind: string; readonly owner: string; readonly on: string },
  from: string,
): string {
  const owners = scope.owners.map(literal).join(", ");
  const isOwner = `x.grantee = ${acl.owner}${owners === "" ? "" : ` OR pg_get_userbyid(x.grantee) IN (${owners})`}`;
  const grantee = `CASE WHEN x.grantee = 0 THEN 'PUBLIC' WHEN ${isOwner} THEN 'its owner' ELSE quote_ident(pg_get_userbyid(x.grantee)) END`;
  const privilege = "x.privilege_type || CASE WHEN x.is_grantable THEN ' with grant option' ELSE '' END";
  return `SELECT g.object, 'grant ' || g.on_what || 'to ' || g.grantee AS part,
  json_build_object('', string_agg(DISTINCT g.privilege, ', ')) AS aspects
FROM (SELECT ${object} AS object, ${acl.on} AS on_what, ${grantee} AS grantee, ${privilege} AS privilege
  ${from.replace("/*acl*/", `CROSS JOIN LATERAL aclexplode(coalesce(${acl.list}, acldefault(${acl.kind}, ${acl.owner}))) x`)}) g
GROUP BY g.object, g.on_what, g.grantee`;
}
