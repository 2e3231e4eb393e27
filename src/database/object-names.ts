import type { Session } from "./session.ts";

/** Names of all schemas, relations, types and functions that are no system objects and belong to no extension. */
export async function readObjectNames(session: Session): Promise<ReadonlySet<string>> {
  const results = await session.queries(
    `BEGIN READ ONLY; SET LOCAL search_path = pg_catalog; ${NAMES}; COMMIT`,
  );
  return new Set(results[2]?.map(({ name }) => String(name)));
}

const isOurs = (object: string) => `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = ${object} AND d.deptype = 'e')`;

const NAMES = `SELECT relname::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${isOurs("c.oid")}
UNION SELECT typname::text FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE ${isOurs("t.oid")}
UNION SELECT proname::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${isOurs("p.oid")}
UNION SELECT attname::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE a.attnum > 0 AND NOT a.attisdropped AND ${isOurs("c.oid")}
UNION SELECT nspname::text FROM pg_namespace n WHERE ${isOurs("n.oid")}`;
