import type { SchemaScope } from "../schema.ts";
import { fact, grants, isDescribed } from "./pieces.ts";

/** Queries for enums, domains, ranges and base types; composite ones are relations. */
export const typeQueries = (scope: SchemaScope): readonly string[] => [
  types(scope),
  domainConstraints(scope),
  grants(
    scope,
    TYPE,
    { list: "t.typacl", kind: "'T'", owner: "t.typowner", on: "''" },
    `FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace /*acl*/ WHERE ${isOwnType(scope)}`,
  ),
];

const TYPE =
  "CASE t.typtype WHEN 'd' THEN 'domain' ELSE 'type' END || format(' %I.%I', n.nspname, t.typname)";

/** Neither an array, nor the row of a table or view, nor made with a range. */
function isOwnType(scope: SchemaScope): string {
  return `${isDescribed(scope, "t.oid", "t.typname")} AND t.typtype <> 'm'
  AND NOT EXISTS (SELECT FROM pg_type e WHERE e.oid = t.typelem AND e.typarray = t.oid)
  AND NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind <> 'c')`;
}

/** Composite types have their fact from their relation. */
const types = (scope: SchemaScope) =>
  `${fact(TYPE, "NULL", {
    "value list":
      "(SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid)",
    "base type": "CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END",
    null: "CASE WHEN t.typtype = 'd' THEN CASE WHEN t.typnotnull THEN 'refused' ELSE 'allowed' END END",
    default: "coalesce(pg_get_expr(t.typdefaultbin, 0), quote_literal(t.typdefault))",
    collation: `CASE WHEN t.typtype = 'd' AND t.typcollation <> (SELECT b.typcollation FROM pg_type b WHERE b.oid = t.typbasetype)
    THEN t.typcollation::regcollation::text END`,
    range: `(SELECT format('of %s %s %s %s %s', format_type(r.rngsubtype, NULL), (SELECT o.opcname FROM pg_opclass o WHERE o.oid = r.rngsubopc),
    nullif(r.rngcollation, 0)::regcollation, r.rngcanonical, r.rngsubdiff) FROM pg_range r WHERE r.rngtypid = t.oid)`,
    implementation:
      "CASE WHEN t.typtype = 'b' THEN format('%s %s %s %s', t.typinput, t.typoutput, t.typlen, t.typalign) END",
    comment: "obj_description(t.oid, 'pg_type')",
  })} FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE ${isOwnType(scope)} AND t.typtype <> 'c'`;

/** NOT NULL, in the catalog from 17 on, is the domain's own. */
const domainConstraints = (scope: SchemaScope) => `${fact(TYPE, "format('constraint %I', k.conname)", {
  "": "pg_get_constraintdef(k.oid)",
  comment: "obj_description(k.oid, 'pg_constraint')",
})} FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE ${isOwnType(scope)} AND k.contype <> 'n'`;
