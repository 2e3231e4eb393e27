/**
 * What may be asked that needs a lock of ours: `unlocked`: ACCESS SHARE on tables that nobody holds or awaits ACCESS
 * EXCLUSIVE on · `none`: on no table at all.
 */
export type Touch = "unlocked" | "none";

/**
 * Common table expressions after those of the relation set: `member`, one row a relation of `scope` and one a leaf of
 * its partitioned ones, with `busy`: its size and whatever else would wait for a lock must not be asked; `measured`,
 * with rows, size and total of each of `scope`.
 */
export const measures = (touch: Touch): string => `held (oid) AS MATERIALIZED (
  SELECT l.relation FROM pg_locks l WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock' AND l.pid IS DISTINCT FROM pg_backend_pid()
    AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())),
tree (root, oid) AS (
  SELECT s.oid, s.oid FROM scope s
  UNION SELECT t.root, i.inhrelid FROM tree t JOIN pg_inherits i ON i.inhparent = t.oid
    JOIN pg_class c ON c.oid = t.oid AND c.relkind IN ('p', 'I')),
member AS MATERIALIZED (
  SELECT c.oid, c.relkind, c.reltuples, c.relpages, c.reltoastrelid, ${touch === "none" ? "true" : isBusy} AS busy
  FROM pg_class c WHERE c.oid = ANY (ARRAY(SELECT t.oid FROM tree t))),
sized AS MATERIALIZED (
  SELECT m.*, CASE WHEN m.busy THEN NULL ELSE pg_relation_size(m.oid) END AS size,
    CASE WHEN m.busy THEN NULL ELSE pg_total_relation_size(m.oid) END AS total, pg_stat_get_live_tuples(m.oid) AS live
  FROM member m WHERE m.relkind NOT IN ('p', 'I', 'v')),
measured (oid, rows, size, total) AS MATERIALIZED (
  SELECT t.root, CASE WHEN bool_and(z.rows IS NOT NULL) THEN round(sum(z.rows)) END, sum(z.size), sum(z.total)
  FROM tree t JOIN (
    SELECT s.oid, coalesce(s.size, s.relpages * current_setting('block_size')::bigint) AS size,
      coalesce(s.total, ${TOTAL_PAGES} * current_setting('block_size')::bigint) AS total,
      CASE WHEN s.relkind NOT IN ('r', 'm', 'f', 'i') THEN NULL
        WHEN s.live > 0 OR s.reltuples > 0 THEN GREATEST(s.live::float8, s.reltuples::float8)
        WHEN s.reltuples = 0 OR s.size = 0 AND s.relkind <> 'f' THEN 0 END AS rows
    FROM sized s) z ON z.oid = t.oid
  GROUP BY t.root)`;

const isHeld = "c.oid IN (SELECT h.oid FROM held h)";

/** pg_total_relation_size() locks the indexes and the TOAST table too. */
const isBusy = `(${isHeld} OR c.reltoastrelid IN (SELECT h.oid FROM held h)
    OR EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indexrelid IN (SELECT h.oid FROM held h))
    OR EXISTS (SELECT FROM pg_index i WHERE i.indexrelid = c.oid AND i.indrelid IN (SELECT h.oid FROM held h)))`;

const TOTAL_PAGES = `(s.relpages + (SELECT coalesce(sum(x.relpages), 0) FROM pg_class x WHERE x.oid = ANY (ARRAY(
        SELECT i.indexrelid FROM pg_index i WHERE i.indrelid IN (s.oid, s.reltoastrelid) UNION ALL SELECT s.reltoastrelid))))`;
