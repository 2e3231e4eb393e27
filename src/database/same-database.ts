import { randomBytes } from "node:crypto";
import type { Session } from "./session.ts";

/**
 * True when both sessions are in the same database of the same server, whatever the names they were reached by: an
 * advisory lock with a random key taken by one is seen by the other among its database's locks. It is taken in a
 * transaction, so that it holds behind a pooler too, and given back before this resolves. That it is not seen counts only
 * while the target has it: rejects where something else on its session has ended that transaction.
 */
export async function isSameDatabase(target: Session, other: Session): Promise<boolean> {
  const [high, low] = [randomBytes(4).readInt32BE(0), randomBytes(4).readInt32BE(0)];
  await target.queries(`BEGIN READ ONLY; SELECT pg_catalog.pg_advisory_xact_lock(${high}, ${low})`);
  const seen = `SELECT 1 FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND objsubid = 2
  AND classid = (${high}::bigint & 4294967295)::oid AND objid = (${low}::bigint & 4294967295)::oid
  AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())`;
  try {
    if ((await other.query(seen)).length > 0) return true;
    if ((await target.query(seen)).length > 0) return false;
    throw new Error("The lock that was to prove the shadow is another database was lost.");
  } finally {
    await target.query("ROLLBACK");
  }
}
