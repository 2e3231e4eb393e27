import { literal } from "../database/quote.ts";
import type { LedgerName } from "../inputs/inputs.ts";
import { EXPECTATION_COLUMNS } from "./columns.ts";
import { type ExpectedObject, expectationTable, type KeptRelation } from "./expectation.ts";
import { listing } from "./expectation-listing.ts";

/** CREATE TABLE of what is expected; nothing where it is there, but the right to create in its schema is asked for all the same. */
export function expectationDdl(name: LedgerName): string {
  const columns = Object.entries(EXPECTATION_COLUMNS).map(([column, type]) => `${column} ${type}`);
  return `CREATE TABLE IF NOT EXISTS ${expectationTable(name)} (${columns.join(", ")})`;
}

/** UPDATE that keeps what stands now as what a run began with; what an earlier run, which was cut off, began with stays. */
export const beginExpectation = (name: LedgerName): string =>
  `UPDATE ${expectationTable(name)} SET before = coalesce(before, ${listing(name)}) WHERE ledger = ${literal(name.table)}`;

/** A query of one row: what stands now, in its column `listing`. */
export const listingQuery = (name: LedgerName): string => `SELECT ${listing(name)} AS listing`;

/** What a run adds to what the server itself knows when it concludes. */
export interface Conclusion {
  /** What stood when the run began, where the row does not have it; null: that is not known. */
  readonly before: readonly KeptRelation[] | null;
  /** Names of relations that are expected with all that they have now, in whatever schema; empty: none. */
  readonly named: readonly string[];
}

/**
 * INSERT or UPDATE with which what is expected is what it was, with all that has come since the run began, and without what
 * has gone since; what had gone before stays expected. No run is under way then. For a search_path of pg_catalog alone.
 */
export function concludeExpectation(name: LedgerName, { before, named }: Conclusion): string {
  const own = before === null ? "NULL" : literal(JSON.stringify(before));
  return `INSERT INTO ${expectationTable(name)} AS kept (ledger, expected, before, kept_at)
WITH row AS MATERIALIZED (SELECT k.expected, k.before FROM ${expectationTable(name)} k WHERE k.ledger = ${literal(name.table)}),
begun AS MATERIALIZED (SELECT coalesce((SELECT row.before FROM row), ${own}::jsonb) AS listing),
standing AS MATERIALIZED (SELECT ${listing(name)} AS listing),
had AS MATERIALIZED (${keys("begun", "listing")}),
has AS MATERIALIZED (${keys("standing", "listing")}),
gone AS MATERIALIZED (SELECT key FROM had EXCEPT SELECT key FROM has),
wanted AS (SELECT k.key FROM (${keys("row", "expected")}) k
    WHERE k.key NOT IN (SELECT key FROM gone) AND ${relationOf("k.key")} NOT IN (SELECT key FROM gone)
  UNION SELECT key FROM has WHERE (SELECT begun.listing FROM begun) IS NOT NULL AND key NOT IN (SELECT key FROM had)
  UNION SELECT key FROM has WHERE key ->> 2 IN (SELECT jsonb_array_elements_text(${literal(JSON.stringify(named))}::jsonb)))
SELECT ${literal(name.table)}, ${relationsOf("wanted")}, NULL, clock_timestamp()
ON CONFLICT (ledger) DO UPDATE SET expected = EXCLUDED.expected, before = NULL, kept_at = EXCLUDED.kept_at`;
}

/** UPDATE that takes `gone` off what is expected, a relation with all its parts; no row where a run is under way. */
export function withoutGone(name: LedgerName, gone: readonly ExpectedObject[]): string {
  const off = `jsonb_to_recordset(${literal(JSON.stringify(gone))}::jsonb) o (kind text, schema text, relation text, "column" text)`;
  const isOff = `o.schema = k.key ->> 1 AND CASE o.kind WHEN 'column' THEN k.key ->> 3 = 'column' AND k.key ->> 2 = o.relation AND k.key ->> 4 = o."column"
    WHEN 'index' THEN k.key ->> 3 = 'index' AND k.key ->> 4 = o.relation ELSE k.key ->> 0 = o.kind AND k.key ->> 2 = o.relation END`;
  return `WITH row AS MATERIALIZED (SELECT t.expected FROM ${expectationTable(name)} t WHERE t.ledger = ${literal(name.table)}),
wanted AS (SELECT k.key FROM (${keys("row", "expected")}) k WHERE NOT EXISTS (SELECT FROM ${off} WHERE ${isOff}))
UPDATE ${expectationTable(name)} SET expected = ${relationsOf("wanted")}, kept_at = clock_timestamp()
WHERE ledger = ${literal(name.table)} AND before IS NULL`;
}

/**
 * The query of all keys in the column `column` of `table`, one row each: a relation as its kind, schema and name, and each of
 * its parts as that with `column` or `index` and a name behind it.
 */
const keys = (table: string, column: string): string =>
  `SELECT part.key FROM ${table} CROSS JOIN jsonb_array_elements(${table}.${column}) one (relation) CROSS JOIN LATERAL (
  SELECT ${RELATION}) AS key
  UNION ALL SELECT ${RELATION}, 'column', c.name) FROM jsonb_array_elements(one.relation -> 3) c (name)
  UNION ALL SELECT ${RELATION}, 'index', i.name) FROM jsonb_array_elements(one.relation -> 4) i (name)) part`;

const RELATION = "jsonb_build_array(one.relation -> 0, one.relation -> 1, one.relation -> 2";

/** The key of the relation that `key` is, or is a part of. */
const relationOf = (key: string): string => `jsonb_build_array(${key} -> 0, ${key} -> 1, ${key} -> 2)`;

/** An expression of type jsonb: the keys of `table` as relations again, each with its parts. */
function relationsOf(table: string): string {
  const parts = (part: string) =>
    `coalesce(jsonb_agg(w.key -> 4 ORDER BY w.key ->> 4) FILTER (WHERE w.key ->> 3 = ${literal(part)}), '[]')`;
  return `(SELECT coalesce(jsonb_agg(r.relation ORDER BY r.relation ->> 1, r.relation ->> 2), '[]') FROM (
  SELECT jsonb_build_array(w.key -> 0, w.key -> 1, w.key -> 2, ${parts("column")}, ${parts("index")}) AS relation
  FROM ${table} w GROUP BY w.key -> 0, w.key -> 1, w.key -> 2) r)`;
}
