/** What the database says it has: read once, a plain value. */
export interface Ledger {
  /**
   * absent: no such table · ours: all columns and all that stands beside it are there · partial: shape A, B or C,
   * completed before the first write · foreign: a table of that name that is not a ledger of these shapes.
   */
  readonly state: "absent" | "ours" | "partial" | "foreign";
  readonly schemaExists: boolean;
  /** What stands under the ledger's name; null when nothing does. All but a table is foreign. */
  readonly kind: RelationKind | null;
  /** Columns as they are, name to type as format_type prints it; empty when absent. */
  readonly columns: ReadonlyMap<string, string>;
  /** The same of the history; empty when there is none. */
  readonly historyColumns: ReadonlyMap<string, string>;
  readonly hasStatusFunction: boolean;
  readonly hasStatusView: boolean;
  /** True: rows name the whole stem (`001_create_users`) as their version (shape C). */
  readonly versionIsStem: boolean;
  /** Rows in no particular order; empty when absent. */
  readonly rows: readonly LedgerRow[];
  /**
   * What is kept beside it of what the schema is expected to have. absent: there is no table for it · none: nothing, or it may
   * not be read · kept: by the last run · begun: a run is under way, or was cut off.
   */
  readonly expectation: "absent" | "none" | "kept" | "begun";
  /** The highest batch that ledger or history know, rolled-back runs included; 0 when none. */
  readonly lastBatch: number;
}

/** What a name in a schema can lead to, in words. */
export type RelationKind =
  | "table"
  | "partitioned table"
  | "view"
  | "materialized view"
  | "foreign table"
  | "sequence"
  | "index"
  | "type";

/** One recorded migration. */
export interface LedgerRow {
  /** As stored, NULL as an empty text; cut where it is longer than any file's name. */
  readonly version: string;
  readonly name: string | null;
  /** `sha256:…`; null where an older tool did not record one: not compared then. */
  readonly checksum: string | null;
  readonly status: LedgerStatus;
  readonly appliedAt: Date | null;
  readonly appliedBy: string | null;
  readonly executionTimeMs: number | null;
  /** For `running` and `failed`: statements of a non-transactional file known to be done. */
  readonly statementsDone: number | null;
  readonly errorMessage: string | null;
  readonly batch: number | null;
  /** How it came on record without being run here: `adopted from dbmate`, `baseline`; null: it was run. */
  readonly origin: string | null;
}

/**
 * pending: announced, not run (never written by us) · running: a non-transactional file was begun ·
 * completed: applied · failed: a non-transactional file stopped half-way.
 */
export type LedgerStatus = "pending" | "running" | "completed" | "failed";
