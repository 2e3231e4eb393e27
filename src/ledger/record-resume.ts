import { historyTable, ledgerTable, literal } from "../database/quote.ts";
import type { MigrationFile } from "../files/migration-file.ts";
import { exactlyOne, isAsRead } from "./exactly-one.ts";
import type { LedgerRow } from "./ledger.ts";
import { columnNames, historyInsert, newRow, type Recorder } from "./record.ts";

/** A migration that an earlier run left half-way: its file as it is now, and its row as it was read. */
export interface HalfWay {
  readonly file: MigrationFile;
  readonly row: LedgerRow;
}

/** How one goes on. */
export interface GoingOn extends HalfWay {
  readonly direction: "up" | "down";
  /** Statements that are known to be done by now. */
  readonly statementsDone: number;
  /** What a person chose, for the history; null: it goes on by itself. */
  readonly remark: string | null;
}

/**
 * Statements that take the row up again, in one transaction: it becomes one of this run's, `running`, and, of a migration
 * that is applied, of the file as it is now. ROW_GONE where it is not as it was read: another run is at it. What the
 * history does not have of the run that was killed it gets here.
 */
export function resumeRow(recorder: Recorder, going: GoingOn): readonly string[] {
  const { file, row, direction, statementsDone, remark } = going;
  const { execution_time_ms: _, ...asNew } = newRow(recorder, file, "'running'", "NULL");
  const values: Readonly<Record<string, string>> =
    direction === "up"
      ? { ...asNew, error_message: "NULL", statements_done: String(statementsDone) }
      : {
          status: "'running'",
          statements_done: String(statementsDone),
          applied_at: "pg_catalog.clock_timestamp()",
        };
  return [
    ...(row.status === "running" ? [interruption(recorder, going)] : []),
    ...(remark === null ? [] : [repairHistory(recorder, file, remark)]),
    changeRow(recorder, going, values),
  ];
}

/** Marks a migration that was left half-way as applied. */
export function completeByHand(recorder: Recorder, half: HalfWay, remark: string): readonly string[] {
  return [
    changeRow(recorder, half, { status: "'completed'", statements_done: "NULL", error_message: "NULL" }),
    repairHistory(recorder, half.file, remark),
  ];
}

/** Takes one off the record. */
export function clearByHand(recorder: Recorder, half: HalfWay, remark: string): readonly string[] {
  return [
    exactlyOne(
      `DELETE FROM ${ledgerTable(recorder.ledger)} WHERE ${isAsRead(half.row)}`,
      goneMessage(half.row),
    ),
    repairHistory(recorder, half.file, remark),
  ];
}

function changeRow(recorder: Recorder, { row }: HalfWay, values: Readonly<Record<string, string>>): string {
  const changed = Object.entries(values).map(([column, value]) => `${column} = ${value}`);
  const change = `UPDATE ${ledgerTable(recorder.ledger)} SET ${changed.join(", ")} WHERE ${isAsRead(row)}`;
  return exactlyOne(change, goneMessage(row));
}

const goneMessage = ({ version }: LedgerRow): string =>
  `version ${version} is not on record any more as this run has read it`;

/** The history's row of a run that could not write it itself; what only that run knew is not known. */
function interruption(recorder: Recorder, { file, row, direction }: GoingOn): string {
  const reached = row.statementsDone === null ? "" : ` after ${row.statementsDone} of its statements`;
  const values = {
    version: literal(file.version.text),
    action: direction === "up" ? "'up'" : "'rollback'",
    executed_at: "pg_catalog.clock_timestamp()",
    status: "'failed'",
    error_message: literal(`The run ended${reached} without a word.`),
    executed_by: literal(row.appliedBy),
    batch: direction === "up" ? String(row.batch ?? "NULL") : "NULL",
    checksum: literal(row.checksum),
  };
  return `INSERT INTO ${historyTable(recorder.ledger)} (${columnNames(values)}) VALUES (${Object.values(values).join(", ")})`;
}

/** The history's row of what a person chose. */
function repairHistory(recorder: Recorder, file: MigrationFile, remark: string): string {
  return historyInsert(recorder, file, {
    action: "'repair'",
    status: "'completed'",
    executionTimeMs: "NULL",
    error: literal(remark),
    from: null,
  });
}
