import type { NameParts } from "./leftovers.ts";
import { literal } from "./quote.ts";
import { type LookUp, readInside, relationOf } from "./read-leftovers.ts";
import type { Session } from "./session.ts";

/** Who may still be at a statement whose run has ended. */
export interface AtWorkQuestion extends LookUp {
  /** How the statement begins; a backend of ours that is running it is at work, whatever it holds. */
  readonly statement: string;
  /** Tables and indexes that it works on: there any session's work counts. */
  readonly relations: readonly NameParts[];
}

/** So much of a statement pg_stat_activity surely has, and enough to know it by. */
const KNOWN_BY = 200;

/**
 * A session that is still at work on what an earlier run left, in words; null when there is none. A backend goes on with
 * its statement though its client is gone, and an index that is being built looks like one that was left. At work in this
 * database is a session with our application_name that holds a lock stronger than a reader's; one of our user's that runs
 * the statement, whatever a migration or a pooler has called it; and whoever holds the lock that index builds take on one
 * of the `relations`, autovacuum aside.
 */
export async function readAtWork(session: Session, question: AtWorkQuestion): Promise<string | null> {
  const [row] = await readInside(session, atWorkQuery(question), question);
  if (row === undefined) return null;
  const query = String(row["query"] ?? "")
    .replace(/\s+/g, " ")
    .slice(0, 120);
  const since = row["since"] == null ? "" : `, since ${row["since"]}`;
  return `pid ${row["pid"]} (${row["application"] || "no name"}${since})${query === "" ? "" : `: ${query}`}`;
}

/** Modes that a reader does not take. Source: PostgreSQL manual, "Table-Level Locks". */
const WRITES = "l.mode NOT IN ('AccessShareLock', 'RowShareLock')";

function atWorkQuery({ statement, relations }: AtWorkQuestion): string {
  const head = literal(statement.slice(0, KNOWN_BY));
  const oids = relations.map((name) => `${relationOf(name)}::oid`).join(", ");
  const locks = "FROM pg_catalog.pg_locks l WHERE l.pid = a.pid AND l.granted";
  const here = "(SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())";
  const ours = `a.datname = pg_catalog.current_database()
    AND ((a.application_name = pg_catalog.current_setting('application_name')
        AND EXISTS (SELECT ${locks} AND l.locktype IN ('relation', 'transactionid', 'object', 'tuple', 'extend') AND ${WRITES}))
      OR (a.usename = session_user AND a.state = 'active' AND pg_catalog.starts_with(a.query, ${head})))`;
  const anyBody =
    relations.length === 0
      ? "false"
      : `a.backend_type IS DISTINCT FROM 'autovacuum worker' AND EXISTS (SELECT ${locks} AND l.locktype = 'relation' AND l.database = ${here}
    AND l.mode = 'ShareUpdateExclusiveLock' AND l.relation IN (SELECT r.oid FROM pg_catalog.unnest(ARRAY[${oids}]) r(oid)
      UNION SELECT i.indrelid FROM pg_catalog.pg_index i WHERE i.indexrelid IN (${oids})))`;
  return `SELECT a.pid, a.application_name AS application, a.query,
  pg_catalog.date_trunc('second', coalesce(a.xact_start, a.query_start))::text AS since
FROM pg_catalog.pg_stat_activity a WHERE a.pid <> pg_catalog.pg_backend_pid() AND ((${ours}) OR (${anyBody})) LIMIT 1`;
}
