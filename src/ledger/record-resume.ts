import { historyTable, ledgerTable, literal } from "../database/quote.ts";
import type { MigrationFile } from "../files/migration-file.ts";
import { exactlyOne, isAsRead } from "./exactly-one.ts";
import type { LedgerRow } from "./ledger.ts";
import { columnNames, historyInsert, newRow, type Recorded, type Recorder } from "./record.ts";

/** A migration by its row as it was read, and its file as it is now. */
export interface FileAndRow {
  readonly file: MigrationFile;
  readonly row: LedgerRow;
}

/** The same where its file may be gone. */
export interface OnRecord {
  readonly file: MigrationFile | null;
  readonly row: LedgerRow;
}

/** How one goes on. */
export interface GoingOn extends FileAndRow {
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

/**
 * Marks a migration that was left half-way as applied. `asOf`: by the file as it is now, which is what is on record from
 * then on; of one that stays applied, because its way back does not count, by that which was applied.
 */
export function completeByHand(
  recorder: Recorder,
  half: OnRecord,
  asOf: "file" | "record",
  remark: string,
): readonly string[] {
  const { file } = half;
  const values = {
    ...{ status: "'completed'", statements_done: "NULL", error_message: "NULL" },
    ...(asOf === "record" || file === null
      ? {}
      : { checksum: literal(file.checksum), applied_at: "pg_catalog.clock_timestamp()" }),
  };
  return [changeRow(recorder, half, values), repairHistory(recorder, named(half), remark)];
}

/** Takes one off the record. */
export function clearByHand(recorder: Recorder, half: OnRecord, remark: string): readonly string[] {
  return [
    exactlyOne(
      `DELETE FROM ${ledgerTable(recorder.ledger)} WHERE ${isAsRead(half.row)}`,
      goneMessage(half.row),
    ),
    repairHistory(recorder, named(half), remark),
  ];
}

/** Puts the checksum of a file that was edited on record; the row must still have the one that was read. */
export function acceptByHand(
  recorder: Recorder,
  { file, row }: FileAndRow,
  remark: string,
): readonly string[] {
  const change = `UPDATE ${ledgerTable(recorder.ledger)} SET checksum = ${literal(file.checksum)} WHERE ${isAsRead(row)} AND checksum IS NOT DISTINCT FROM ${literal(row.checksum)}`;
  return [exactlyOne(change, goneMessage(row)), repairHistory(recorder, file, remark)];
}

/** As the history calls a migration whose file is gone. */
const named = ({ file, row }: OnRecord): Recorded =>
  file ?? { version: { text: row.version }, checksum: row.checksum };

function changeRow(recorder: Recorder, { row }: OnRecord, values: Readonly<Record<string, string>>): string {
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
function repairHistory(recorder: Recorder, file: Recorded, remark: string): string {
  return historyInsert(recorder, file, {
    action: "'repair'",
    status: "'completed'",
    executionTimeMs: "NULL",
    error: literal(remark),
    from: null,
  });
}
