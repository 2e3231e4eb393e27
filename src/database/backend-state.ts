import { type BackendMark, isMarked } from "./backend-mark.ts";
import type { Row } from "./session.ts";

/** What the server knows of one of its backends. */
export interface BackendState {
  /** False: it is gone, or has been idle for some seconds: whoever still waits for its answer waits in vain. */
  readonly isAtWork: boolean;
  /** One sentence for each session that keeps it waiting; empty when none does. */
  readonly blockers: readonly string[];
  /** Null: it waits for no lock. */
  readonly wait: LockWait | null;
}

/** A backend's wait for one lock. */
export interface LockWait {
  /** The server's time at its beginning: no two of a backend's waits have the same. */
  readonly since: string;
  readonly ms: number;
}

/** Between two pieces of a long message, and at its end, a backend is idle for as long as a packet is on its way. */
const IDLE_S = 5;

/** Statement that asks for the state of the backend of `mark`: one row for each session that blocks it, else one. */
export function backendStateQuery(mark: BackendMark): string {
  return `SELECT pg_catalog.current_setting('track_activities') AS tracking, w.state AS own_state,
  pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - w.state_change) AS own_state_s,
  b.pid, o.application_name AS application, o.state, o.query,
  pg_catalog.date_trunc('second', pg_catalog.clock_timestamp() - o.xact_start)::text AS age,
  l.waitstart::text AS waiting_since, pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - l.waitstart) * 1000 AS waiting_ms
FROM (VALUES (1)) one(row)
LEFT JOIN (SELECT a.* FROM pg_catalog.pg_stat_activity a WHERE ${isMarked(mark)} LIMIT 1) w ON true
LEFT JOIN LATERAL (SELECT min(k.waitstart) AS waitstart FROM pg_catalog.pg_locks k
  WHERE w.wait_event_type = 'Lock' AND k.pid = w.pid AND NOT k.granted) l ON true
LEFT JOIN LATERAL pg_catalog.unnest(pg_catalog.pg_blocking_pids(w.pid)) b(pid) ON true
LEFT JOIN pg_catalog.pg_stat_activity o ON o.pid = b.pid`;
}

/** The state in the rows that `backendStateQuery` gives. */
export function parseBackendState(rows: readonly Row[]): BackendState {
  const [own] = rows;
  const state = own?.["own_state"] ?? null;
  const isIdle =
    state === null || (String(state).startsWith("idle") && Number(own?.["own_state_s"]) > IDLE_S);
  return {
    // Where the server keeps no such book nothing can be known from it.
    isAtWork: own?.["tracking"] !== "on" || !isIdle,
    blockers: rows.filter((row) => row["pid"] != null).map(describeBlocker),
    wait:
      own?.["waiting_since"] == null
        ? null
        : { since: String(own["waiting_since"]), ms: Number(own["waiting_ms"]) },
  };
}

function describeBlocker(row: Row): string {
  const query = String(row["query"] ?? "")
    .replace(/\s+/g, " ")
    .slice(0, 120);
  return `pid ${row["pid"]} (${row["application"] || "no name"}, ${row["state"] ?? "state unknown"}, in its transaction for ${row["age"] ?? "?"}): ${query}`;
}
