import type { CatalogRelation } from "../database/catalog-facts.ts";
import type { OpenTransaction } from "../database/read-open-transactions.ts";
import type { Replication } from "../database/read-replication.ts";
import type { DurationRange } from "./estimate-duration.ts";

/** What the pending statements touch on the target, and who else is there. */
export interface BlastRadius {
  /** Tables and materialized views that are there, the largest first. */
  readonly relations: readonly Touched[];
  /** Those that lock one of `relations` first, then the oldest; at most 20. */
  readonly transactions: readonly Open[];
  /** How many more there are than `transactions` has. */
  readonly moreTransactions: number;
  /** Null: could not be read. */
  readonly replication: Replication | null;
  readonly space: Space;
  /** How long writes were counted; null: they were not. */
  readonly countedMs: number | null;
  /** What could not be read, a sentence each. */
  readonly incomplete: readonly string[];
}

export interface Touched {
  readonly schema: string;
  readonly name: string;
  readonly kind: CatalogRelation["kind"];
  /** As the planner estimates; null: never analysed. */
  readonly rows: number | null;
  /** Without TOAST and indexes. */
  readonly sizeBytes: number;
  readonly totalBytes: number;
  readonly indexCount: number;
  /** On all levels. */
  readonly partitionCount: number;
  /** Tables with foreign keys to it. */
  readonly referencedByCount: number;
  /** At least: the server tells of writes late. Null: not counted. */
  readonly writesPerSecond: number | null;
  readonly scan: DurationRange | null;
  readonly rewrite: DurationRange | null;
  readonly indexBuild: DurationRange | null;
}

/** An open transaction, its query with nothing of what is quoted in it. */
export interface Open extends Omit<OpenTransaction, "locks"> {
  readonly locks: readonly {
    readonly relation: string;
    readonly mode: string;
    readonly isGranted: boolean;
  }[];
}

export interface Space {
  readonly databaseBytes: number | null;
  /** What the largest of the relations needs beside itself while it is rewritten. */
  readonly rewriteBytes: number;
  /** Free on the server's disk. Null: PostgreSQL has no query for it. */
  readonly freeBytes: number | null;
}
