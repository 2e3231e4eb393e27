import type { SchemaScope } from "../schema.ts";
import { fact, grants, RELATION, relations, sorted, word } from "./pieces.ts";

/** Queries for tables, views, sequences and composite types, their columns, and who may use them. */
export const relationQueries = (scope: SchemaScope): readonly string[] => [
  relationFacts(scope),
  columns(scope),
  sequences(scope),
  grants(
    scope,
    RELATION,
    {
      list: "c.relacl",
      kind: "(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END)::\"char\"",
      owner: "c.relowner",
      on: "''",
    },
    `${relations(scope, "/*acl*/")} AND c.relkind <> 'c'`,
  ),
  grants(
    scope,
    RELATION,
    { list: "a.attacl", kind: "'c'", owner: "c.relowner", on: "format('on column %I ', a.attname)" },
    `${relations(scope, "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attacl IS NOT NULL AND NOT a.attisdropped /*acl*/")}`,
  ),
];

const relationFacts = (scope: SchemaScope) =>
  `${fact(RELATION, "NULL", {
    definition: "CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END",
    persistence: word("c.relpersistence = 'u' AND c.relkind <> 'S'", "unlogged"),
    "partition key": "pg_get_partkeydef(c.oid)",
    parent: `(SELECT string_agg(i.inhparent::regclass::text || coalesce(' ' || pg_get_expr(c.relpartbound, c.oid), ''), ', ' ORDER BY i.inhparent::regclass::text)
    FROM pg_inherits i WHERE i.inhrelid = c.oid)`,
    "row type": "CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END",
    "option list": sorted("c.reloptions"),
    "access method":
      "(SELECT quote_ident(m.amname) FROM pg_am m WHERE m.oid = c.relam AND m.amname <> 'heap')",
    "row security": `nullif(concat_ws(', ', ${word("c.relrowsecurity", "enabled")}, ${word("c.relforcerowsecurity", "forced")}), '')`,
    "replica identity": `CASE c.relreplident WHEN 'f' THEN 'full' WHEN 'i' THEN (SELECT 'index ' || i.indexrelid::regclass::text
    FROM pg_index i WHERE i.indrelid = c.oid AND i.indisreplident) WHEN 'n' THEN ${word("c.relkind IN ('r', 'p', 'm')", "nothing")} END`,
    server: `(SELECT format('%I', s.srvname) || coalesce(' with ' || ${sorted("f.ftoptions")}, '')
    FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver WHERE f.ftrelid = c.oid)`,
    comment: "obj_description(c.oid, 'pg_class')",
  })} ${relations(scope)} AND c.relkind <> 'S'`;

/** Columns of views follow from their definition. Where a column stands is not compared: it cannot be changed. */
const columns = (scope: SchemaScope) =>
  `${fact(RELATION, "format('column %I', a.attname)", {
    "": "format_type(a.atttypid, a.atttypmod)",
    null: `CASE WHEN NOT a.attnotnull THEN 'allowed' WHEN EXISTS (SELECT FROM pg_constraint k
      WHERE k.conrelid = c.oid AND k.contype = 'n' AND a.attnum = ANY (k.conkey) AND NOT k.convalidated) THEN 'refused (not valid)'
      ELSE 'refused' END`,
    default: "CASE WHEN a.attgenerated = '' THEN pg_get_expr(e.adbin, e.adrelid) END",
    generation: `CASE a.attgenerated WHEN 's' THEN 'stored ' WHEN 'v' THEN 'virtual ' END || pg_get_expr(e.adbin, e.adrelid)`,
    identity: "CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END",
    collation: "CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END",
    storage:
      "CASE WHEN a.attstorage <> t.typstorage THEN CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END END",
    compression:
      "CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' ELSE nullif(a.attcompression::text, '') END",
    "statistics target": "CASE WHEN a.attstattarget >= 0 THEN a.attstattarget::text END",
    "option list": `nullif(concat(${sorted("a.attoptions")}, ${sorted("a.attfdwoptions")}), '')`,
    comment: "col_description(c.oid, a.attnum)",
  })} ${relations(
    scope,
    `JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef e ON e.adrelid = c.oid AND e.adnum = a.attnum`,
  )} AND c.relkind IN ('r', 'p', 'f', 'c')`;

const sequences = (scope: SchemaScope) =>
  `${fact(RELATION, "NULL", {
    type: "format_type(s.seqtypid, NULL)",
    start: "s.seqstart::text",
    increment: "s.seqincrement::text",
    minimum: "s.seqmin::text",
    maximum: "s.seqmax::text",
    cache: "s.seqcache::text",
    cycle: word("s.seqcycle", "on"),
    "owning column": OWNING_COLUMN,
    comment: "obj_description(c.oid, 'pg_class')",
  })} ${relations(scope, "JOIN pg_sequence s ON s.seqrelid = c.oid")}`;

/** Looked up for each sequence: a join is planned badly where the catalog was never analyzed, as on every site. */
const OWNING_COLUMN = `(SELECT string_agg(o.refobjid::regclass::text || '.' || quote_ident(a.attname), ', ')
  FROM pg_depend o JOIN pg_attribute a ON a.attrelid = o.refobjid AND a.attnum = o.refobjsubid
  WHERE o.classid = 'pg_class'::regclass AND o.objid = c.oid AND o.refclassid = 'pg_class'::regclass
    AND o.refobjsubid > 0 AND o.deptype IN ('a', 'i'))`;
