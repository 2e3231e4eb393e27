import { ledgerTable, literal } from "../database/quote.ts";
import type { MigrationFile } from "../files/migration-file.ts";
import { columnNames, historyInsert, newRow, type Recorder, UP, who } from "./record.ts";

/** How a migration comes on record that was not run here. */
export interface Unrun {
  /** For the history. */
  readonly action: "adopt" | "baseline";
  /** For the row: `adopted from dbmate`, `baseline`. */
  readonly origin: string;
  /** Null: not told, and the row says when and by whom it was recorded. */
  readonly ran: RanElsewhere | null;
  /** For the history: what was accepted; null: nothing. */
  readonly remark: string | null;
}

/** When, by whom and for how long it ran elsewhere; null: not known (by whom: who records it). */
export interface RanElsewhere {
  readonly appliedAt: Date | null;
  readonly appliedBy: string | null;
  readonly executionTimeMs: number | null;
}

/** INSERTs of a row and its history for a migration that is there without having been run by us. */
export function recordUnrun(recorder: Recorder, file: MigrationFile, unrun: Unrun): readonly string[] {
  const row = {
    ...newRow(recorder, file, "'completed'", "NULL"),
    ...(unrun.ran === null ? {} : elsewhere(recorder, unrun.ran)),
    origin: literal(unrun.origin),
  };
  const entry = { ...UP, action: literal(unrun.action), status: "'completed'", error: literal(unrun.remark) };
  return [
    `INSERT INTO ${ledgerTable(recorder.ledger)} (${columnNames(row)}) VALUES (${Object.values(row).join(", ")})`,
    historyInsert(recorder, file, entry),
  ];
}

function elsewhere(recorder: Recorder, { appliedAt, appliedBy, executionTimeMs }: RanElsewhere) {
  return {
    applied_at: `${literal(appliedAt?.toISOString() ?? null)}::timestamptz`,
    applied_by: appliedBy === null ? who(recorder) : literal(appliedBy),
    execution_time_ms: executionTimeMs === null ? "NULL" : String(Math.min(executionTimeMs, 2 ** 31 - 1)),
  };
}
