import { historyTable, ledgerTable, literal } from "../database/quote.ts";
import type { MigrationFile } from "../files/migration-file.ts";
import type { LedgerName } from "../inputs/inputs.ts";
import { historyId } from "./history-id.ts";

/** Who records, where and in which run: the same for every migration of a run. */
export interface Recorder {
  readonly ledger: LedgerName;
  /** True: rows name the whole stem as their version (shape C). */
  readonly versionIsStem: boolean;
  /** True: the ledger has shape C's `description`, which is filled beside `name`. */
  readonly hasDescription: boolean;
  /** Null: the database user. */
  readonly actor: string | null;
  readonly batch: number;
  /** Twelve hexadecimal digits that no other run has. */
  readonly runMark: string;
  /** True: the history's ids are uuids, so that ours begin with `runMark`. */
  readonly choosesHistoryIds: boolean;
  readonly environment: string | null;
  readonly runUrl: string | null;
  readonly planDigest: string;
  readonly toolVersion: string;
  /** The newest backup before the run: a moment in ISO 8601 and its name; null: nobody was asked, nothing is recorded. */
  readonly backup: string | null;
  /** Takes secrets out of what others have said, such as the server's message of a failure. */
  readonly redact: (text: string) => string;
}

/** What the ledger calls `file`: its version as written, or its stem in a ledger of shape C. */
export function recordedVersion(recorder: Recorder, file: MigrationFile): string {
  return recorder.versionIsStem ? file.stem : file.version.text;
}

/**
 * INSERT of the row, status `running`: sent first, so that its primary key serialises two racers. `statementsDone`: 0 of
 * a file whose statements are counted; null of all others.
 */
export function beginRow(recorder: Recorder, file: MigrationFile, statementsDone: 0 | null): string {
  const row = {
    ...newRow(recorder, file, "'running'", "NULL"),
    ...(statementsDone === null ? {} : { statements_done: String(statementsDone) }),
  };
  return `INSERT INTO ${ledgerTable(recorder.ledger)} (${columnNames(row)}) VALUES (${Object.values(row).join(", ")})`;
}

/** DELETE of the row that `beginRow` made, just before the file inserts its own. Its key stays taken for others. */
export function withdrawRow(recorder: Recorder, file: MigrationFile): string {
  return `DELETE FROM ${ledgerTable(recorder.ledger)} WHERE ${isBegunRow(recorder, file)} AND status = 'running'`;
}

/** Remembers the time at which a file began that has no row of ours to remember it in. */
export const REMEMBER_START =
  "SELECT pg_catalog.set_config('migrate_action.started', pg_catalog.clock_timestamp()::text, true)";

/** Completes the row that `beginRow` made, and writes the history, for one transaction. */
export function completeRow(recorder: Recorder, file: MigrationFile): readonly string[] {
  const spent = milliseconds("pg_catalog.clock_timestamp() - applied_at");
  const row = isBegunRow(recorder, file);
  const from = `${ledgerTable(recorder.ledger)} WHERE ${row}`;
  // Nothing of what the row has already: the server takes its time for each column.
  return [
    `UPDATE ${ledgerTable(recorder.ledger)} SET applied_at = pg_catalog.clock_timestamp(), execution_time_ms = ${spent}, status = 'completed', statements_done = NULL WHERE ${row}`,
    historyInsert(recorder, file, {
      ...UP,
      status: "'completed'",
      executionTimeMs: "execution_time_ms",
      from,
    }),
  ];
}

/** The same for a file that inserts its own row: completes that, whatever its spelling, or makes one where it did not. */
export function completeOwnRow(recorder: Recorder, file: MigrationFile): readonly string[] {
  const started = "pg_catalog.current_setting('migrate_action.started', true)";
  const spent = `pg_catalog.clock_timestamp() - nullif(${started}, '')::timestamptz`;
  const row = newRow(recorder, file, "'completed'", milliseconds(spent));
  return [
    `WITH done AS (${completion(recorder, file, spent)}
  WHERE ${isOwnRow(file)} RETURNING execution_time_ms),
made AS (INSERT INTO ${ledgerTable(recorder.ledger)} (${columnNames(row)})
  SELECT ${Object.values(row).join(", ")} WHERE NOT EXISTS (SELECT FROM done) RETURNING execution_time_ms)
${historyInsert(recorder, file, { ...UP, status: "'completed'", executionTimeMs: "execution_time_ms", from: "(SELECT * FROM done UNION ALL SELECT * FROM made) rows" })}`,
  ];
}

/**
 * Keeps a non-transactional file's row at `running`, with what is done of it; makes it anew where it is gone: behind a
 * pooler a run can go on with another server than the one that had it.
 */
export function reachedRow(recorder: Recorder, file: MigrationFile, statementsDone: number): string {
  const update = `${reached(recorder, statementsDone)} WHERE ${isBegunRow(recorder, file)} RETURNING version`;
  const row = {
    ...newRow(recorder, file, "'running'", "NULL"),
    statements_done: String(statementsDone),
  };
  return `WITH reached AS (${update})
INSERT INTO ${ledgerTable(recorder.ledger)} (${columnNames(row)}) SELECT ${Object.values(row).join(", ")} WHERE NOT EXISTS (SELECT FROM reached)`;
}

/** The same for a file that inserts its own row. */
export function reachedOwnRow(recorder: Recorder, file: MigrationFile, statementsDone: number): string {
  return `${reached(recorder, statementsDone)} WHERE ${isOwnRow(file)}`;
}

/** A row of another run's number has been taken up again by that run: this one's transaction must not be committed. */
function reached(recorder: Recorder, statementsDone: number): string {
  const taken = `(${literal(`${TAKEN_OVER} `)} || batch)::integer`;
  const count = `CASE WHEN coalesce(batch, ${recorder.batch}) = ${recorder.batch} THEN ${statementsDone} ELSE ${taken} END`;
  return `UPDATE ${ledgerTable(recorder.ledger)} SET status = 'running', statements_done = ${count}, batch = ${recorder.batch}`;
}

/**
 * What the server is made to say, as a text that is no number (22P02), where a run has lost its lock without knowing and
 * another one goes on with its file.
 */
export const TAKEN_OVER = "this migration was taken over by run";

/** Marks a non-transactional file as failed half-way, and writes the history. */
export function failRow(
  recorder: Recorder,
  file: MigrationFile,
  statementsDone: number,
  message: string,
): readonly string[] {
  return [
    `UPDATE ${ledgerTable(recorder.ledger)} SET status = 'failed', statements_done = greatest(statements_done, ${statementsDone}), error_message = ${literal(recorder.redact(message))} WHERE ${isOwnRow(file)} AND coalesce(batch, ${recorder.batch}) = ${recorder.batch}`,
    failureHistory(recorder, file, message),
  ];
}

/** History of a migration that failed and was rolled back: all that is left of it. */
export function failureHistory(recorder: Recorder, file: MigrationFile, message: string): string {
  return historyInsert(recorder, file, {
    ...UP,
    status: "'failed'",
    error: literal(recorder.redact(message)),
  });
}

/** The row that `beginRow` made, by its key. */
function isBegunRow(recorder: Recorder, file: MigrationFile): string {
  return `version = ${literal(recordedVersion(recorder, file))}`;
}

/** Rows whose version means `file`: any spelling with leading zeros, the stem, the file's own name. */
function isOwnRow(file: MigrationFile): string {
  if (/^\d+$/.test(file.version.text)) return `version ~ ${literal(`^0*${file.version.key}([_-].*)?$`)}`;
  return `version IN (${literal(file.version.text)}, ${literal(file.stem)})`;
}

/** Columns and SQL expressions of a new row for `file`, `executionTimeMs` an expression too. */
export function newRow(
  recorder: Recorder,
  file: MigrationFile,
  status: string,
  executionTimeMs: string,
): Readonly<Record<string, string>> {
  return {
    version: literal(recordedVersion(recorder, file)),
    ...named(recorder, file),
    applied_at: "pg_catalog.clock_timestamp()",
    checksum: literal(file.checksum),
    execution_time_ms: executionTimeMs,
    status,
    applied_by: who(recorder),
    batch: String(recorder.batch),
  };
}

function completion(recorder: Recorder, file: MigrationFile, spent: string): string {
  const row = {
    ...newRow(recorder, file, "'completed'", milliseconds(spent)),
    error_message: "NULL",
    statements_done: "NULL",
  };
  const changed = Object.entries(row).filter(([column]) => column !== "version");
  const assignments = changed.map(([column, value]) => `${column} = ${value}`);
  return `UPDATE ${ledgerTable(recorder.ledger)} SET ${assignments.join(", ")}`;
}

/** What a row of the history says beside its migration and run: SQL expressions. */
export interface HistoryEntry {
  readonly action: string;
  readonly status: string;
  readonly executionTimeMs: string;
  readonly error: string;
  /** Where the row comes from, one row for each of its; null: one row. */
  readonly from: string | null;
}

/** What the history has of a way there where nothing else is said. */
export const UP: Omit<HistoryEntry, "status"> = {
  action: "'up'",
  executionTimeMs: "NULL",
  error: "NULL",
  from: null,
};

/** What the history has of a migration; version `text` null: it is about none. */
export interface Recorded {
  readonly version: { readonly text: string | null };
  readonly checksum: string | null;
}

/** INSERT of the history's row for `file`. */
export function historyInsert(recorder: Recorder, file: Recorded, entry: HistoryEntry): string {
  const row: Readonly<Record<string, string>> = {
    ...(recorder.choosesHistoryIds ? { id: historyId(recorder.runMark) } : {}),
    version: literal(file.version.text),
    action: entry.action,
    executed_at: "pg_catalog.clock_timestamp()",
    execution_time_ms: entry.executionTimeMs,
    status: entry.status,
    error_message: entry.error,
    executed_by: who(recorder),
    environment: literal(recorder.environment),
    batch: String(recorder.batch),
    checksum: literal(file.checksum),
    run_url: literal(recorder.runUrl),
    plan_digest: literal(recorder.planDigest),
    tool_version: literal(recorder.toolVersion),
    ...(recorder.backup === null ? {} : { backup: literal(recorder.backup) }),
  };
  const from = entry.from === null ? "" : ` FROM ${entry.from}`;
  return `INSERT INTO ${historyTable(recorder.ledger)} (${columnNames(row)}) SELECT ${Object.values(row).join(", ")}${from}`;
}

function named(recorder: Recorder, file: MigrationFile): Readonly<Record<string, string>> {
  const name = literal(file.name);
  return recorder.hasDescription ? { name, description: name } : { name };
}

/** The columns of `row`, for an INSERT. */
export const columnNames = (row: Readonly<Record<string, string>>): string => Object.keys(row).join(", ");

/** The SQL expression for who records. */
export const who = (recorder: Recorder): string =>
  recorder.actor === null ? "SESSION_USER" : literal(recorder.actor);

/**
 * `interval`, an SQL expression, as a whole number of milliseconds that its column can hold: a clock that was set back
 * makes it 0, one that jumped by more than 24 days 2147483647. NULL stays NULL.
 */
export const milliseconds = (interval: string): string =>
  `CASE WHEN (${interval}) IS NOT NULL THEN LEAST(GREATEST(EXTRACT(epoch FROM ${interval}) * 1000, 0), 2147483647)::integer END`;
