import { ledgerTable, literal } from "../database/quote.ts";
import type { MigrationFile } from "../files/migration-file.ts";
import { exactlyOne } from "./exactly-one.ts";
import type { LedgerRow } from "./ledger.ts";
import {
  columnNames,
  type HistoryEntry,
  historyInsert,
  milliseconds,
  newRow,
  type Recorder,
} from "./record.ts";
import { takingBack } from "./taking-back.ts";

/** A migration that is taken back: its file, and its row as it was read (null: not known). */
export interface TakenBack {
  readonly file: MigrationFile;
  readonly row: LedgerRow | null;
  /** Of its way back: a row that stays half-way says which one was under way. */
  readonly checksum: string;
}

/** Words that another tool's ledger has for what is not applied; all others count as completed. */
const NOT_APPLIED = "('pending', 'running', 'failed')";

/**
 * Takes the row off the record, before the way back is run: its lock serialises two racers, and the second finds no
 * row and fails with ROW_GONE. A file may delete its row itself afterwards.
 */
export function takeRow(recorder: Recorder, taken: TakenBack): string {
  return exactlyOne(
    `DELETE FROM ${ledgerTable(recorder.ledger)} WHERE ${isApplied(taken)}`,
    notApplied(taken),
  );
}

/** The same for a file that runs outside a transaction: the row stays, `running`, until all is done. */
export function takeRowForNow(recorder: Recorder, taken: TakenBack): string {
  const values = `status = 'running', statements_done = 0, error_message = ${literal(takingBack(taken.checksum))}, applied_at = pg_catalog.clock_timestamp()`;
  const change = `UPDATE ${ledgerTable(recorder.ledger)} SET ${values} WHERE ${isApplied(taken)}`;
  return exactlyOne(change, notApplied(taken));
}

/** Keeps the row at `running` with what is done of the way back; makes it anew where the file has deleted it itself. */
export function reachedBack(recorder: Recorder, taken: TakenBack, statementsDone: number): string {
  return halfWay(recorder, taken, {
    status: "'running'",
    statements_done: String(statementsDone),
    error_message: literal(takingBack(taken.checksum)),
  });
}

/** Marks a way back as failed half-way, and writes the history. */
export function failBack(
  recorder: Recorder,
  taken: TakenBack,
  statementsDone: number,
  message: string,
): readonly string[] {
  const row = {
    status: "'failed'",
    statements_done: String(statementsDone),
    error_message: literal(`${takingBack(taken.checksum)}: ${recorder.redact(message)}`),
  };
  return [halfWay(recorder, taken, row), rollbackFailureHistory(recorder, taken.file, message)];
}

/** History of what `takeRow` began, in the same transaction. */
export function rollbackHistory(recorder: Recorder, file: MigrationFile): string {
  const started = "nullif(pg_catalog.current_setting('migrate_action.started', true), '')::timestamptz";
  return historyInsert(recorder, file, {
    ...ROLLBACK,
    status: "'completed'",
    executionTimeMs: milliseconds(`pg_catalog.clock_timestamp() - ${started}`),
  });
}

/** Deletes the row that `takeRowForNow` kept, and writes the history, in one statement. */
export function completeBack(recorder: Recorder, taken: TakenBack): readonly string[] {
  const begun = "(SELECT pg_catalog.max(applied_at) FROM gone)::timestamptz";
  return [
    `WITH gone AS (DELETE FROM ${ledgerTable(recorder.ledger)} WHERE ${isRow(taken)} RETURNING applied_at)
${historyInsert(recorder, taken.file, {
  ...ROLLBACK,
  status: "'completed'",
  executionTimeMs: milliseconds(`pg_catalog.clock_timestamp() - ${begun}`),
})}`,
  ];
}

/** History of a way back that failed and was rolled back: the migration is still applied. */
export function rollbackFailureHistory(recorder: Recorder, file: MigrationFile, message: string): string {
  return historyInsert(recorder, file, {
    ...ROLLBACK,
    status: "'failed'",
    error: literal(recorder.redact(message)),
  });
}

const ROLLBACK: Omit<HistoryEntry, "status"> = {
  action: "'rollback'",
  executionTimeMs: "NULL",
  error: "NULL",
  from: null,
};

function halfWay(
  recorder: Recorder,
  taken: TakenBack,
  values: Readonly<Record<"status" | "statements_done" | "error_message", string>>,
): string {
  const { file, row } = taken;
  const changed = Object.entries(values).map(([column, value]) => `${column} = ${value}`);
  const anew = { ...newRow(recorder, file, values.status, "NULL"), ...values };
  const made = row === null ? anew : { ...anew, version: literal(row.version) };
  const table = ledgerTable(recorder.ledger);
  const where = isRow(taken);
  // One that is still `completed` was never begun: it is left as it is.
  return `WITH reached AS (UPDATE ${table} SET ${changed.join(", ")} WHERE ${where} AND status = 'running')
INSERT INTO ${table} (${columnNames(made)}) SELECT ${Object.values(made).join(", ")} WHERE NOT EXISTS (SELECT FROM ${table} WHERE ${where})`;
}

const notApplied = ({ file, row }: TakenBack): string =>
  `version ${row?.version ?? file.version.text} is not on record as applied any more`;

function isApplied(taken: TakenBack): string {
  return `${isRow(taken)} AND pg_catalog.lower(coalesce(status::text, 'completed')) NOT IN ${NOT_APPLIED}`;
}

/**
 * The row by its key, so that many go fast: as it was read, or as a replay of the files writes it. The plan has seen to
 * it that no two rows mean one version.
 */
function isRow({ file, row }: Pick<TakenBack, "file" | "row">): string {
  const spellings = new Set([file.version.text, file.stem, ...(row === null ? [] : [row.version])]);
  return `version IN (${[...spellings].map(literal).join(", ")})`;
}
