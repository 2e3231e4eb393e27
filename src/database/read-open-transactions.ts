import { namedTrees } from "./catalog/named-trees.ts";
import type { CatalogName } from "./catalog-facts.ts";
import { type ReadLimit, readWithin } from "./read-within.ts";
import type { Session } from "./session.ts";

/** A transaction that a statement of ours may have to wait for. */
export interface OpenTransaction {
  /**
   * session: somebody's · prepared: by PREPARE TRANSACTION, with no session to end · autovacuum: gives way by itself ·
   * wraparound: a vacuum that does not give way.
   */
  readonly kind: "session" | "prepared" | "autovacuum" | "wraparound";
  /** Null for a prepared one. */
  readonly pid: number | null;
  /** application_name, of a prepared one its identifier. */
  readonly name: string;
  /** Such as `idle in transaction`; null where it may not be read. */
  readonly state: string | null;
  /** How long it has been open; null where that may not be read. */
  readonly ageMs: number | null;
  /** At most 1,000 characters; null where it may not be read. */
  readonly query: string | null;
  /** True where it keeps a snapshot: CONCURRENTLY waits for its end, an autovacuum's aside. */
  readonly hasSnapshot: boolean;
  /** On the relations asked about, and on partitions of them. */
  readonly locks: readonly OpenLock[];
}

export interface OpenLock {
  /** Index of the relation asked about. */
  readonly relation: number;
  /** As pg_locks names it: `AccessShareLock`. */
  readonly mode: string;
  /** False: it is waiting for it, and what comes later waits behind it. */
  readonly isGranted: boolean;
}

/** At most 20 of them, and how many there are in all. */
export interface OpenTransactions {
  readonly first: readonly OpenTransaction[];
  readonly total: number;
}

/** Younger ones than this that lock nothing of ours are the usual traffic. */
const OLD_MS = 1_000;
const MOST = 20;

/**
 * Transactions of other sessions in this database that lock one of `relations`, or are open for more than a second
 * with a snapshot: those that lock first, then the oldest, at most 20. Or why they could not be read.
 */
export async function readOpenTransactions(
  session: Session,
  relations: readonly CatalogName[],
  limit: ReadLimit,
): Promise<OpenTransactions | string> {
  const { results, reason } = await readWithin(session, [openQuery(relations)], limit);
  const row = results?.[0]?.[0];
  if (row === undefined) return reason ?? "the server gave no answer";
  return { first: row["first"] as readonly OpenTransaction[], total: Number(row["total"]) };
}

// The query's text is `<insufficient privilege>` for whom it is not.
const openQuery = (relations: readonly CatalogName[]) => `WITH RECURSIVE ${namedTrees(relations)},
holder AS MATERIALIZED (
  SELECT l.pid, l.virtualtransaction, json_agg(DISTINCT jsonb_build_object('relation', t.place - 1, 'mode', l.mode, 'isGranted', l.granted)) AS locks
  FROM pg_locks l JOIN tree t ON t.oid = l.relation
  WHERE l.locktype = 'relation' AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
    AND l.pid IS DISTINCT FROM pg_backend_pid()
  GROUP BY l.pid, l.virtualtransaction),
activity AS MATERIALIZED (
  SELECT a.*, extract(epoch FROM clock_timestamp() - a.xact_start) * 1000 AS age_ms,
    CASE WHEN a.query <> '<insufficient privilege>' THEN a.query END AS shown
  FROM pg_stat_activity a WHERE a.pid <> pg_backend_pid() AND a.datname = current_database()),
opened AS (
  SELECT CASE WHEN a.backend_type <> 'autovacuum worker' OR a.backend_type IS NULL THEN 'session'
      WHEN a.shown LIKE '%(to prevent wraparound)' THEN 'wraparound' ELSE 'autovacuum' END AS kind,
    a.pid, coalesce(a.application_name, '') AS name, a.state, round(a.age_ms) AS age_ms, left(a.shown, 1000) AS query,
    a.backend_xmin IS NOT NULL AND a.backend_type IS DISTINCT FROM 'autovacuum worker' AS has_snapshot, coalesce(h.locks, '[]') AS locks
  FROM activity a LEFT JOIN holder h ON h.pid = a.pid
  WHERE h.pid IS NOT NULL OR a.age_ms >= ${OLD_MS} AND a.backend_xmin IS NOT NULL AND a.backend_type = 'client backend'
  UNION ALL
  SELECT 'prepared', NULL, p.gid, NULL, round(extract(epoch FROM clock_timestamp() - p.prepared) * 1000), NULL, true, h.locks
  FROM pg_prepared_xacts p JOIN pg_locks x ON x.locktype = 'transactionid' AND x.transactionid = p.transaction AND x.pid IS NULL
  JOIN holder h ON h.pid IS NULL AND h.virtualtransaction = x.virtualtransaction
  WHERE p.database = current_database())
SELECT (SELECT count(*) FROM opened) AS total, (SELECT coalesce(json_agg(json_build_object('kind', o.kind, 'pid', o.pid, 'name', o.name, 'state', o.state,
    'ageMs', o.age_ms, 'query', o.query, 'hasSnapshot', o.has_snapshot, 'locks', o.locks)), '[]')
  FROM (SELECT * FROM opened ORDER BY json_array_length(locks) = 0, age_ms DESC NULLS LAST, pid LIMIT ${MOST}) o) AS first`;
