import { randomBytes } from "node:crypto";
import type { Session } from "./session.ts";

/**
 * True when both sessions are in the same database of the same server, whatever the names they were reached by: an
 * advisory lock with a random key taken by one is seen by the other among its database's locks. It is taken in a
 * transaction, so that it holds behind a pooler too, and given back before this resolves.
 */
export async function isSameDatabase(target: Session, other: Session): Promise<boolean> {
  const [high, low] = [randomBytes(4).readInt32BE(0), randomBytes(4).readInt32BE(0)];
  await target.queries(`BEGIN READ ONLY; SELECT pg_catalog.pg_advisory_xact_lock(${high}, ${low})`);
  try {
    const rows = await other.query(
      `SELECT 1 FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND objsubid = 2
  AND classid = (${high}::bigint & 4294967295)::oid AND objid = (${low}::bigint & 4294967295)::oid
  AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())`,
    );
    return rows.length > 0;
  } finally {
    await target.query("ROLLBACK");
  }
}
