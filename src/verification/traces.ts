import { literal } from "../database/quote.ts";

/** What a question has left in its transaction, read before that is rolled back. */
export interface Traces {
  /** Its transaction was made to write: up to PostgreSQL 15 a function can do so with RESET. */
  readonly isWritable: boolean;
  /** It has an id, which what only reads does not need. */
  readonly hasId: boolean;
  /** One that a rollback may leave. */
  readonly holdsAdvisoryLock: boolean;
  /** `RowShareLock on public.users`; null: nothing above ACCESS SHARE. */
  readonly lock: string | null;
}

/**
 * One row with four columns, as `tracesOf` takes them. A look at a sequence (pg_sequences, a function of its) or at a
 * large object takes ROW EXCLUSIVE of itself, and is in nobody's way.
 */
export const READ_TRACES = `SELECT pg_catalog.current_setting('transaction_read_only') = 'off',
  pg_catalog.pg_current_xact_id_if_assigned() IS NOT NULL,
  EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'advisory'),
  (SELECT pg_catalog.min(pg_catalog.format('%s on %s', l.mode, coalesce(pg_catalog.format('%I.%I', n.nspname, c.relname), l.locktype)))
    FROM pg_catalog.pg_locks l
    LEFT JOIN pg_catalog.pg_class c ON c.oid = l.relation LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype IN ('relation', 'tuple', 'object') AND l.mode <> 'AccessShareLock'
      AND (l.mode <> 'RowExclusiveLock' OR (c.relkind <> 'S' AND n.nspname <> ${literal("pg_catalog")}) IS NOT FALSE))`;

/** What the row of READ_TRACES says, each value as text. */
export function tracesOf([isWritable, hasId, holdsAdvisoryLock, lock]: readonly (string | null)[]): Traces {
  return {
    isWritable: isWritable === "t",
    hasId: hasId === "t",
    holdsAdvisoryLock: holdsAdvisoryLock === "t",
    lock: lock ?? null,
  };
}

/** What a question has done that is more than reading, a sentence; null: nothing. */
export function describeTraces({ isWritable, hasId, holdsAdvisoryLock, lock }: Traces): string | null {
  if (isWritable) return "This made its transaction writable, where it must only read; it was rolled back.";
  if (holdsAdvisoryLock) return "This took an advisory lock, where it must only read; it was given back.";
  // The strongest one gives its transaction an id too.
  if (lock !== null) return `This took ${lock}, more than reading needs; it was given back.`;
  return hasId ? "This wrote, where it must only read; it was rolled back." : null;
}
