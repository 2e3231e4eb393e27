import type { AskedName } from "../catalog-facts.ts";
import { literal } from "../quote.ts";

/** What is asked of the catalog, by name. */
export interface CatalogQuestion {
  readonly relations: readonly AskedName[];
  readonly types: readonly AskedName[];
  readonly functions: readonly AskedName[];
}

/** Setting of the transaction in which the search path, with the implicit schemas, stands as a JSON array. */
export const PATH_SETTING = "migrate_action.search_path";

/** Most relations that are described, those nearest first: many thousand partitions would take the whole budget. */
export const MOST_RELATIONS = 500;

/**
 * Common table expressions, after WITH RECURSIVE: `asked_types`, `type_use`, `named`, `foreign_key` and `scope`, the
 * relations to describe, by oid. Unqualified names are looked for as the server would. Takes no lock on any of them.
 */
export function relationSet({ relations, types }: CatalogQuestion): string {
  return `path (schema, place) AS MATERIALIZED (
  SELECT n.oid, p.place FROM json_array_elements_text(current_setting(${literal(PATH_SETTING)})::json) WITH ORDINALITY p (name, place)
  JOIN pg_namespace n ON n.nspname = p.name),
asked_types (oid) AS MATERIALIZED (
  SELECT DISTINCT t.oid FROM ${asked(types)}, LATERAL ${found("pg_type", "typ")} t WHERE t.typtype IN ('d', 'e')),
family (type, member) AS (
  SELECT oid, oid FROM asked_types
  UNION SELECT f.type, t.oid FROM family f JOIN pg_type t ON f.member IN (t.typbasetype, CASE WHEN t.typlen = -1 AND t.typcategory = 'A' THEN t.typelem END)),
type_use (type, relation, number) AS MATERIALIZED (
  SELECT f.type, a.attrelid, a.attnum FROM family f JOIN pg_attribute a ON a.atttypid = f.member AND NOT a.attisdropped
  JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'f', 'm')),
named (oid) AS MATERIALIZED (
  SELECT DISTINCT c.oid FROM ${asked(relations)}, LATERAL ${found("pg_class", "rel")} c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'i', 'I', 'S')),
base (oid) AS (
  SELECT oid FROM named UNION SELECT relation FROM type_use
  UNION SELECT i.indrelid FROM named JOIN pg_index i ON i.indexrelid = named.oid),
below (oid) AS (SELECT oid FROM base UNION SELECT i.inhrelid FROM below b JOIN pg_inherits i ON i.inhparent = b.oid),
above (oid) AS (SELECT oid FROM base UNION SELECT i.inhparent FROM above a JOIN pg_inherits i ON i.inhrelid = a.oid),
kin (oid) AS (
  SELECT oid FROM below UNION SELECT oid FROM above
  UNION SELECT p.partdefid FROM above a JOIN pg_partitioned_table p ON p.partrelid = a.oid WHERE p.partdefid <> 0),
foreign_key AS MATERIALIZED (SELECT k.conrelid, k.confrelid, k.conname, k.conkey FROM pg_constraint k WHERE k.contype = 'f'),
near (oid, distance) AS (
  SELECT oid, 0 FROM above UNION ALL SELECT oid, 2 FROM kin
  UNION ALL SELECT p.partdefid, 1 FROM above a JOIN pg_partitioned_table p ON p.partrelid = a.oid WHERE p.partdefid <> 0
  UNION ALL SELECT e.oid, CASE WHEN e.other IN (SELECT oid FROM base) THEN 1 ELSE 3 END
    FROM foreign_key f, LATERAL (VALUES (f.conrelid, f.confrelid), (f.confrelid, f.conrelid)) e (oid, other)
    WHERE e.other IN (SELECT oid FROM kin)),
scope (oid) AS MATERIALIZED (SELECT oid FROM near GROUP BY oid ORDER BY min(distance), oid LIMIT ${MOST_RELATIONS})`;
}

/** The names as rows (schema, name, place) of `a`; places from 1 on. */
export const asked = (names: readonly AskedName[]): string =>
  `ROWS FROM (json_to_recordset(${literal(JSON.stringify(names.map(({ schema, name }) => ({ schema, name }))))}::json) AS (schema text, name text)) WITH ORDINALITY a (schema, name, place)`;

/** The row of `catalog` that the name `a` means; longer names than the server has are cut as it cuts them. */
function found(catalog: "pg_class" | "pg_type", prefix: string): string {
  return `(SELECT o.* FROM ${catalog} o JOIN pg_namespace n ON n.oid = o.${prefix}namespace LEFT JOIN path p ON p.schema = n.oid
  WHERE o.${prefix}name = a.name::name AND CASE WHEN a.schema IS NULL THEN p.place IS NOT NULL ELSE n.nspname = a.schema::name END
  ORDER BY p.place LIMIT 1)`;
}
