/** A statement of a planned migration, and what the rehearsal saw of it. */
export interface ReportStatement {
  readonly line: number;
  readonly column: number;
  /** At most 4,000 characters; `truncated` says that there is more. */
  readonly sql: string;
  readonly truncated: boolean;
  /** How many statements of a large file stand here as one; not there for one. */
  readonly count?: number;
  /**
   * What the transaction holds when the statement is done, of tables, views and sequences that were there before the
   * migration: the strongest mode on each, the strongest first, 100 at most. Empty too where `basis` is not there.
   */
  readonly locks: readonly ReportLock[];
  /** How many locks there are; not there when `locks` has each of them. */
  readonly lockCount?: number;
  /** The same of indexes, ACCESS EXCLUSIVE only; not there when there are none. */
  readonly indexLocks?: readonly ReportLock[];
  /** Tables, materialized views and indexes that were there before the migration and were written anew; tables first. */
  readonly rewrites: readonly string[];
  /** Tables and materialized views that were there before the migration and were read whole, on the site's rows. */
  readonly scans: readonly string[];
  /** Indexes left invalid, `public.i`, and constraints left NOT VALID, `c on public.t`; not there when there are none. */
  readonly invalid?: readonly string[];
  /** observed: in the rehearsal · known: by the manual, as CONCURRENTLY cannot be observed; not there: neither. */
  readonly basis?: "observed" | "known";
  /** In the rehearsal; null when it was not rehearsed. */
  readonly durationMs: number | null;
}

/** Names are qualified, and quoted where SQL needs it. */
export interface ReportLock {
  readonly relation: string;
  /** As pg_locks has it: `AccessExclusiveLock`. */
  readonly mode: string;
  /** Number (1-based) of the statement since which the transaction has held it; its own where it took it itself. */
  readonly heldSince: number;
  /** `table`, `partition`, `view` …: see RelationKind. */
  readonly kind?: string;
  /** Its name on the target; null: an earlier pending migration makes it. */
  readonly onTarget?: string | null;
  /** Of an index its table. */
  readonly table?: string;
}
