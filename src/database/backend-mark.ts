import { APPLICATION_NAME } from "./connector.ts";
import { literal } from "./quote.ts";

/**
 * By what the backend is found that works on a message of ours: its pid, and behind a transaction pooler, which gives it
 * to somebody else as soon as the message is done, the beginning of the message's text too.
 */
export interface BackendMark {
  /** Null: not known; then `head` is. */
  readonly pid: number | null;
  /** The first HEAD_CHARACTERS of the text that was sent; null where the pid is enough. */
  readonly head: string | null;
}

/** pg_stat_activity keeps at least 100 bytes of a query. Source: PostgreSQL manual, track_activity_query_size. */
export const HEAD_CHARACTERS = 90;

/**
 * SQL condition on `a`, a row of pg_stat_activity, that is true of the backend of `mark` while it works on that message.
 * Behind a pooler the name of the application is no sign of it: RESET ALL makes that what the pooler has called itself.
 */
export function isMarked({ pid, head }: BackendMark): string {
  const here = "a.datname = pg_catalog.current_database() AND a.pid <> pg_catalog.pg_backend_pid()";
  const byPid = pid === null ? "" : ` AND a.pid = ${pid}`;
  const named =
    head === null
      ? `a.application_name = ${literal(APPLICATION_NAME)}`
      : `pg_catalog.left(a.query, ${HEAD_CHARACTERS}) = ${literal(head)}`;
  return `${here}${byPid} AND ${named}`;
}
