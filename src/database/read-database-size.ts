import { type ReadLimit, readWithin } from "./read-within.ts";
import type { Session } from "./session.ts";

/** Bytes that the database's files take on the server's disk, or why that could not be read. */
export async function readDatabaseSize(session: Session, limit: ReadLimit): Promise<number | string> {
  const query = "SELECT pg_database_size(current_database()) AS size";
  const { results, reason } = await readWithin(session, [query], limit);
  const row = results?.[0]?.[0];
  return row === undefined ? (reason ?? "the server gave no answer") : Number(row["size"]);
}
