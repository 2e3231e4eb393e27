import { isNoMember, OWN_SCHEMA } from "../database/own-objects.ts";
import { literal } from "../database/quote.ts";
import type { LedgerName } from "../inputs/inputs.ts";
import { namesBeside } from "./names-beside.ts";

/**
 * An expression of type jsonb, for a search_path of pg_catalog alone: all tables and views that there are, each as
 * `KeptRelation` has it, in the order of their names. Not among them: the system's, an extension's and what is in an
 * extension's schema, temporary ones, partitions, and what the ledger `name` itself is made of. An index that was not built to
 * its end counts for none: it is taken away again by whoever began it.
 */
export function listing(name: LedgerName): string {
  const own = namesBeside(name).map(literal).join(", ");
  const indexes = `FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid WHERE x.indrelid = c.oid AND x.indisvalid AND ${isNoMember("i.oid")}`;
  const columns = `FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN (${TABLES})`;
  return `(SELECT coalesce(jsonb_agg(jsonb_build_array(CASE WHEN c.relkind IN (${TABLES}) THEN 'table' ELSE 'view' END, n.nspname, c.relname,
    coalesce((SELECT jsonb_agg(a.attname ORDER BY a.attnum) ${columns}), '[]'),
    coalesce((SELECT jsonb_agg(i.relname ORDER BY i.relname) ${indexes}), '[]')) ORDER BY n.nspname, c.relname), '[]')
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN (${TABLES}, 'v', 'm') AND NOT c.relispartition AND c.relpersistence <> 't' AND ${OWN_SCHEMA}
    AND ${isNoMember("c.oid")} AND ${isNoMember("n.oid")} AND NOT (n.nspname = ${literal(name.schema)} AND c.relname IN (${own})))`;
}

/** What counts as a table: ordinary, partitioned, foreign. Source: PostgreSQL manual, pg_class, relkind. */
const TABLES = "'r', 'p', 'f'";
