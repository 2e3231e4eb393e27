import type { LockMode } from "../../database/lock-modes.ts";

/** What a statement did on the site. Names are qualified, and quoted where SQL needs it: `public."Users"`. */
export interface StatementTrace {
  /**
   * All that its transaction holds when it is done, of what was there before the step began; indexes apart. One of each
   * relation, with its strongest mode; the strongest first. What it took itself has its own index as `heldSince`: a
   * lock that was held before and is asked for again cannot be seen.
   */
  readonly locks: readonly TracedLock[];
  /** The same of indexes. */
  readonly indexLocks: readonly TracedLock[];
  /** Tables, materialized views and indexes that were there before the step and whose file it wrote anew; tables first. */
  readonly rewrites: readonly string[];
  /**
   * Tables and materialized views that were there before the step and that it read from one end to the other, ascending.
   * Of INSERT, UPDATE, DELETE and queries it is what the planner chose for the rows on the site.
   */
  readonly scans: readonly string[];
  /**
   * Indexes that it left invalid, `public.i`, and constraints that it left NOT VALID, `c on public.t`, ascending; on
   * tables and domains that were there before the step. PostgreSQL 18 has those NOT ENFORCED among the latter.
   */
  readonly invalid: readonly string[];
  /**
   * observed: in its transaction ·
   * known: CONCURRENTLY and what else cannot be seen from inside: by what PostgreSQL's manual says of it.
   */
  readonly basis: "observed" | "known";
}

/** A lock on a relation. */
export interface TracedLock {
  /** By its name before the statement. */
  readonly relation: string;
  readonly kind: RelationKind;
  readonly mode: LockMode;
  /** Index (0-based) of the step's statement since which the transaction has held this mode. */
  readonly heldSince: number;
  /** Its name before all pending migrations, which is the target's; null: one of them makes it. */
  readonly onTarget: string | null;
  /** Of an index the name of its table; null for all others. */
  readonly table: string | null;
}

/** partitioned table: one without rows of its own, itself a partition or not · type: a composite one. */
export type RelationKind =
  | "table"
  | "partitioned table"
  | "partition"
  | "foreign table"
  | "view"
  | "materialized view"
  | "sequence"
  | "index"
  | "type";
