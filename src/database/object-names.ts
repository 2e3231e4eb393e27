import { isOwnObject } from "./own-objects.ts";
import { readCatalog } from "./read-catalog.ts";
import type { Session } from "./session.ts";

/** Names of all schemas, relations, types and functions that are no system objects and belong to no extension. */
export async function readObjectNames(session: Session): Promise<ReadonlySet<string>> {
  const [rows] = await readCatalog(session, [NAMES]);
  return new Set(rows?.map(({ name }) => String(name)));
}

const NAMES = `SELECT relname::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${isOwnObject("c.oid")}
UNION SELECT typname::text FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE ${isOwnObject("t.oid")}
UNION SELECT proname::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${isOwnObject("p.oid")}
UNION SELECT attname::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE a.attnum > 0 AND NOT a.attisdropped AND ${isOwnObject("c.oid")}
UNION SELECT nspname::text FROM pg_namespace n WHERE ${isOwnObject("n.oid")}`;
