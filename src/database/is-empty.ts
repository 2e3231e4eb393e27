import { isOwnObject, OWN_SCHEMA } from "./own-objects.ts";
import { readCatalog } from "./read-catalog.ts";
import type { Session } from "./session.ts";

/** True when the database holds nothing but what every new one has: no relation, function, type, schema or extension. */
export async function readIsEmpty(session: Session): Promise<boolean> {
  const [rows] = await readCatalog(session, [EMPTINESS]);
  return rows?.[0]?.["is_empty"] === true;
}

/** A query of one row, for a search_path of pg_catalog alone. */
export const EMPTINESS = `SELECT
  NOT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${isOwnObject("c.oid")})
  AND NOT EXISTS (SELECT FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${isOwnObject("p.oid")})
  AND NOT EXISTS (SELECT FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE ${isOwnObject("t.oid")})
  AND NOT EXISTS (SELECT FROM pg_namespace n WHERE ${OWN_SCHEMA} AND n.nspname <> 'public')
  AND NOT EXISTS (SELECT FROM pg_extension WHERE extname <> 'plpgsql') AS is_empty`;
