import type { AdoptionState } from "../adoption/adoption.ts";
import type { Place } from "../errors.ts";
import type { ExpectedObject } from "../ledger/expectation.ts";

/**
 * applied: on record as completed · pending: not on record · running: a non-transactional file was begun and never
 * ended · failed: a non-transactional file stopped half-way · edited: applied, and its file has changed since ·
 * missing: applied, and its file is gone · late: pending, and older than the newest applied · ahead: applied, and
 * newer than every file · again: a repeatable one, pending because its file was changed since it ran · gone: a
 * repeatable one that ran, and its file is no longer there, which nobody needs to act on.
 */
export type StatusState =
  | "applied"
  | "pending"
  | "running"
  | "failed"
  | "edited"
  | "missing"
  | "late"
  | "ahead"
  | "again"
  | "gone";

/** Another tool's ledger, row by row: those of the files first, in their order, then rows without a file. */
export interface ReportAdoption {
  /** `dbmate`. */
  readonly tool: string;
  /** `schema.table`. */
  readonly table: string;
  readonly rows: readonly ReportAdoptionRow[];
}

/** What `repair` was asked about, ascending, and what was chosen; `chosen` null: nothing, it is only shown. */
export interface ReportRepair {
  readonly unfinished: readonly ReportUnfinished[];
  readonly chosen: ReportChoice | null;
  /** The edited file that it was asked about instead; not there where it was asked about none. */
  readonly acceptance?: ReportAcceptance;
  /** What is gone from the schema; not there where it was not asked about that. */
  readonly gone?: ReportGone;
}

/** What the applied migrations made and is gone, and why that is right; `reason` null: none was given yet. */
export interface ReportGone {
  readonly objects: readonly ExpectedObject[];
  readonly reason: string | null;
}

/** An applied migration whose file was edited on purpose, and what is on record of it. */
export interface ReportAcceptance {
  readonly version: string;
  readonly name: string;
  readonly file: string;
  readonly recordedChecksum: string;
  readonly fileChecksum: string;
  /** ISO 8601, UTC; null when not recorded. */
  readonly appliedAt: string | null;
  readonly appliedBy: string | null;
  /** Null: none was given yet. */
  readonly reason: string | null;
}

/** A migration that an earlier run left half-way. */
export interface ReportUnfinished {
  readonly version: string;
  readonly name: string;
  /** What goes on: the file, or its way back; null where that is gone. */
  readonly file: string | null;
  readonly direction: "up" | "down";
  readonly status: string;
  /** Null where the record does not say. */
  readonly statementsDone: number | null;
  /** The statement that comes next, whose end may not have been heard; null: all are done, or it is not known. */
  readonly at: Place | null;
  readonly statement: string | null;
  /** Sentences. */
  readonly known: readonly string[];
  readonly choices: readonly ReportChoice[];
}

/** `resolve`: as the input; `does`: what that would do, a sentence or two. */
export interface ReportChoice {
  readonly resolve: string;
  readonly does: string;
}

export interface ReportAdoptionRow {
  /** The migration as the other tool calls it; null when it knows nothing of the file. */
  readonly foreign: string | null;
  /** As the file writes it; null without a file, as are `name` and `file`. */
  readonly version: string | null;
  readonly name: string | null;
  readonly file: string | null;
  readonly state: AdoptionState;
  /** ISO 8601, UTC; null when the other tool does not record it. */
  readonly appliedAt: string | null;
}

/** What `status` knows about one migration. */
export interface ReportStatusRow {
  readonly version: string;
  readonly name: string;
  readonly state: StatusState;
  /** ISO 8601, UTC; null when not applied or not recorded. */
  readonly appliedAt: string | null;
  readonly appliedBy: string | null;
  readonly executionTimeMs: number | null;
  /**
   * How it came on record without being run here: `adopted from dbmate`; its checksum is that of the file as it was
   * then. Null: it was run.
   */
  readonly origin: string | null;
}

/** One row of the history: what was run, when, by whom, and how it ended. */
export interface ReportHistoryEntry {
  readonly version: string;
  /** Null where the version is on record no more, or without a name. */
  readonly name: string | null;
  /** `up`, `rollback`, `adopt`, `baseline`, or what else the row says. */
  readonly action: string | null;
  readonly status: string | null;
  /** ISO 8601, UTC. */
  readonly executedAt: string | null;
  readonly executedBy: string | null;
  readonly executionTimeMs: number | null;
  readonly batch: number | null;
  readonly environment: string | null;
  readonly runUrl: string | null;
  readonly error: string | null;
  /** The newest backup before the run: a moment in ISO 8601 and its name; only where one was recorded. */
  readonly backup?: string;
}
