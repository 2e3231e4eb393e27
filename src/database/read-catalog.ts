import type { Row, Session } from "./session.ts";

/**
 * Rows of each of `queries`, in order: one round trip, in a read-only transaction whose search_path is pg_catalog
 * alone, so that nothing in the database can stand in for what they name.
 */
export async function readCatalog(
  session: Session,
  queries: readonly string[],
): Promise<readonly (readonly Row[])[]> {
  const begin = ["BEGIN READ ONLY", "SET LOCAL search_path = pg_catalog"];
  const results = await session.queries([...begin, ...queries, "COMMIT"].join("; "));
  return results.slice(begin.length, -1);
}
