/** What the pending statements touch on the target, and who else is there; sizes in bytes, times in milliseconds. */
export interface ReportBlastRadius {
  /** Tables and materialized views that are there, the largest first. */
  readonly relations: readonly ReportTouched[];
  /** Open transactions of others: those that lock one of `relations` first, then the oldest; at most 20. */
  readonly transactions: readonly ReportTransaction[];
  /** How many more there are than `transactions` has. */
  readonly moreTransactions: number;
  /** Null: could not be read. */
  readonly replication: {
    readonly standbys: readonly ReportStandby[];
    readonly slots: readonly ReportSlot[];
  } | null;
  readonly space: {
    /** Null: could not be read. */
    readonly databaseBytes: number | null;
    /** What the largest of the relations needs beside itself while it is rewritten. */
    readonly rewriteBytes: number;
    /** Null: PostgreSQL has no query for it. */
    readonly freeBytes: number | null;
  };
  /** How long writes were counted; null: they were not. */
  readonly countedMs: number | null;
  /** What could not be read, a sentence each. */
  readonly incomplete: readonly string[];
}

export interface ReportTouched {
  /** `schema.name`. */
  readonly relation: string;
  /** `table`, `partitioned table` or `materialized view`. */
  readonly kind: string;
  /** As the planner estimates; null: never analysed. */
  readonly rows: number | null;
  /** Without TOAST and indexes; `totalBytes` with them; of a partitioned table the sums of its partitions'. */
  readonly sizeBytes: number;
  readonly totalBytes: number;
  readonly indexCount: number;
  /** On all levels. */
  readonly partitionCount: number;
  /** Tables with foreign keys to it. */
  readonly referencedByCount: number;
  /** Rows inserted, updated and deleted, at least: the server tells of writes late. Null: not counted. */
  readonly writesPerSecond: number | null;
  /** If it is read whole, written anew, or given an index: what that takes, if anything pending does so. */
  readonly scan: ReportRange | null;
  readonly rewrite: ReportRange | null;
  readonly indexBuild: ReportRange | null;
}

/** `basis`: what it was reckoned with. */
export interface ReportRange {
  readonly minMs: number;
  readonly maxMs: number;
  readonly basis: string;
}

export interface ReportTransaction {
  /**
   * session: somebody's · prepared: by PREPARE TRANSACTION, with no session to end · autovacuum: gives way by itself ·
   * wraparound: a vacuum that does not give way.
   */
  readonly kind: "session" | "prepared" | "autovacuum" | "wraparound";
  /** Null for a prepared one. */
  readonly pid: number | null;
  /** application_name, of a prepared one its identifier. */
  readonly name: string;
  /** This and the next two are null where the user may not read them. */
  readonly state: string | null;
  readonly ageMs: number | null;
  /** Without its string constants, at most 200 characters. */
  readonly query: string | null;
  /** True where it keeps a snapshot: CONCURRENTLY waits for its end. */
  readonly hasSnapshot: boolean;
  /** Modes as pg_locks names them; `isGranted` false: it waits, and what comes later waits behind it. */
  readonly locks: readonly {
    readonly relation: string;
    readonly mode: string;
    readonly isGranted: boolean;
  }[];
}

export interface ReportStandby {
  readonly name: string;
  /** This and the next two are null where the user may not read them; `lagMs` also when nothing is to be replayed. */
  readonly state: string | null;
  readonly syncState: string | null;
  readonly lagBytes: number | null;
  readonly lagMs: number | null;
}

export interface ReportSlot {
  readonly name: string;
  readonly kind: string;
  readonly isActive: boolean;
  /** Log that is kept for it; null: none. */
  readonly retainedBytes: number | null;
  /** `reserved`, `extended`, `unreserved`, `lost`; null: no log is kept. */
  readonly walStatus?: string | null;
}
