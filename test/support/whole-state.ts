import { becomesTrue } from "./processes.ts";
import type { TestDatabase } from "./servers.ts";

/**
 * All that a run could leave in `database`, as text to compare: relations of its own with their indexes' validity, rows of
 * ledger and history where there are any, functions, types, schemas, roles' locks.
 */
export async function wholeState(database: Pick<TestDatabase, "query">): Promise<string> {
  const [row] = await database.query<{ state: string }>(`SELECT pg_catalog.json_build_object(
  'relations', (SELECT pg_catalog.json_agg(c.oid::pg_catalog.regclass::text || ' ' || c.relkind::text || coalesce(' ' || i.indisvalid::text, '') ORDER BY c.oid::pg_catalog.regclass::text)
    FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
    WHERE c.relnamespace IN (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname !~ '^(pg_|information_schema)')),
  'functions', (SELECT pg_catalog.array_agg(proname ORDER BY proname) FROM pg_catalog.pg_proc WHERE pronamespace = 'public'::pg_catalog.regnamespace),
  'schemas', (SELECT pg_catalog.array_agg(nspname ORDER BY nspname) FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_'),
  'ledger', CASE WHEN (SELECT relkind FROM pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass('public.schema_migrations')) IN ('r', 'v', 'm')
    THEN (SELECT pg_catalog.query_to_xml('SELECT * FROM public.schema_migrations ORDER BY 1', true, false, '')::text) END,
  'history', CASE WHEN (SELECT relkind FROM pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass('public.migration_history')) IN ('r', 'v', 'm')
    THEN (SELECT pg_catalog.query_to_xml('SELECT * FROM public.migration_history ORDER BY 1', true, false, '')::text) END
)::text AS state`);
  return row?.state ?? "";
}

/** True as soon as nobody holds an advisory lock in the database, and no session of ours is there any more. */
export function isLeftClean(database: Pick<TestDatabase, "query">): Promise<boolean> {
  const count = `SELECT ((SELECT count(*) FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()))
    + (SELECT count(*) FROM pg_catalog.pg_stat_activity WHERE application_name ~ '^migrate-action' AND datname = pg_catalog.current_database()))::int AS count`;
  return becomesTrue(async () => (await database.query<{ count: number }>(count))[0]?.count === 0, 5_000);
}
