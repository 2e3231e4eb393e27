import type { Session } from "./session.ts";

/** True when the database holds nothing but what every new one has: no relation, function, type, schema or extension. */
export async function readIsEmpty(session: Session): Promise<boolean> {
  const results = await session.queries(
    `BEGIN READ ONLY; SET LOCAL search_path = pg_catalog; SELECT ${IS_EMPTY} AS is_empty; COMMIT`,
  );
  return results[2]?.[0]?.["is_empty"] === true;
}

/** An SQL condition, for a search_path of pg_catalog alone. */
export const IS_EMPTY = `NOT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e'))
  AND NOT EXISTS (SELECT FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e'))
  AND NOT EXISTS (SELECT FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e'))
  AND NOT EXISTS (SELECT FROM pg_namespace n WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'public'))
  AND NOT EXISTS (SELECT FROM pg_extension WHERE extname <> 'plpgsql')`;
