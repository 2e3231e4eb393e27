import { APPLICATION_NAME } from "./connector.ts";
import { literal } from "./quote.ts";

/** By what the backend is found that works on a message of ours. */
export interface BackendMark {
  /** Behind a transaction pooler the backend is somebody else's as soon as the message is done. */
  readonly way: "direct" | "pooled";
  /** Null: not known, which only a pooled one may be. */
  readonly pid: number | null;
  /** The first HEAD_CHARACTERS of the text that was sent. */
  readonly head: string;
}

/** pg_stat_activity keeps at least 100 bytes of a query. Source: PostgreSQL manual, track_activity_query_size. */
export const HEAD_CHARACTERS = 90;

/**
 * SQL condition on `a`, a row of pg_stat_activity, that is true of the backend of `mark` while it works on that message.
 * Of a direct one either sign is enough: a migration may change the application's name, and a server may keep no queries.
 * Behind a pooler the name is no sign: RESET ALL makes it what the pooler has called itself.
 */
export function isMarked({ way, pid, head }: BackendMark): string {
  const here = "a.datname = pg_catalog.current_database() AND a.pid <> pg_catalog.pg_backend_pid()";
  const byPid = pid === null ? "" : ` AND a.pid = ${pid}`;
  const sends = `pg_catalog.left(a.query, ${HEAD_CHARACTERS}) = ${literal(head)}`;
  const named = `a.application_name = ${literal(APPLICATION_NAME)}`;
  return `${here}${byPid} AND ${way === "direct" ? `(${named} OR ${sends})` : sends}`;
}
