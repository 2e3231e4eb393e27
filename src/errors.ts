/** What went wrong, as a closed union; each has an exit code below and an entry in docs/troubleshooting.md. */
export type ErrorCode = keyof typeof EXIT_CODE_OF;

/**
 * The process exit code for each error code. Source: docs of the command line, "Exit codes":
 * 1 a migration failed · 2 inputs or files · 3 no connection · 4 the plan refuses · 5 the gate refuses ·
 * 6 locked by another run · 7 cancelled · 8 state unknown · 70 a fault of ours.
 */
export const EXIT_CODE_OF = {
  MIGRATION_FAILED: 1,
  VERIFY_FAILED: 1,
  CONNECTION_LOST: 1,
  COMMIT_LOST: 1,

  COMMAND_UNKNOWN: 2,
  INPUT_UNKNOWN: 2,
  INPUT_INVALID: 2,
  INPUT_MISSING: 2,
  DATABASE_URL_INVALID: 2,
  DIRECTORY_MISSING: 2,
  DIRECTORY_EMPTY: 2,
  DIRECTORY_UNREADABLE: 2,
  LAYOUT_MIXED: 2,
  LAYOUT_INVALID: 2,
  FILE_NAME_INVALID: 2,
  FILE_NOT_UTF8: 2,
  FILE_HAS_NUL: 2,
  FILE_OUTSIDE_DIRECTORY: 2,
  FILE_UNREADABLE: 2,
  FILE_CHANGED: 2,
  FILE_UNWRITABLE: 2,
  CREATE_REFUSED: 2,
  DOWN_WITHOUT_UP: 2,
  VERIFY_WITHOUT_UP: 2,
  HEADER_INVALID: 2,
  FILE_UNSUPPORTED: 2,
  CHECK_BASE_MISSING: 2,

  CONNECTION_FAILED: 3,
  AUTHENTICATION_FAILED: 3,
  DATABASE_MISSING: 3,
  TLS_FAILED: 3,
  SERVER_UNSUPPORTED: 3,
  TARGET_READ_ONLY: 3,
  TARGET_REFUSED: 3,

  VERSION_DUPLICATE: 4,
  SQL_UNTERMINATED: 4,
  PSQL_COMMAND: 4,
  PLAN_EDITED: 4,
  PLAN_LATE: 4,
  PLAN_MISSING: 4,
  PLAN_DUPLICATE: 4,
  PLAN_AHEAD: 4,
  PLAN_UNFINISHED: 4,
  PLAN_TRANSACTION_MIX: 4,
  PLAN_TRANSACTION_CONTROL: 4,
  PLAN_VERSION_UNKNOWN: 4,
  PLAN_EARLIER_PENDING: 4,
  PLAN_LATER_APPLIED: 4,
  REPAIR_REFUSED: 4,
  DOWN_MISSING: 4,
  DOWN_NOT_APPLIED: 4,
  DOWN_DROPS_LEDGER: 4,
  VERIFY_NOT_APPLIED: 4,
  CHECK_EDITED: 4,
  CHECK_REMOVED: 4,
  CHECK_LATE: 4,
  CHECK_TAKEN: 4,
  CHECK_DOWN_DIFFERS: 4,
  LEDGER_FOREIGN: 4,
  LEDGER_CHANGED: 4,
  LEDGER_FORBIDDEN: 4,
  LEDGER_DAMAGED: 4,
  ADOPTION_NEEDED: 4,
  ADOPTION_SOURCE_MISSING: 4,
  ADOPTION_AMBIGUOUS: 4,
  ADOPTION_UNFINISHED: 4,
  ADOPTION_LEDGER_FILLED: 4,

  CONFIRMATION_MISSING: 5,
  CONFIRMATION_WRONG: 5,
  EXPECTED_PLAN_DIFFERS: 5,
  EXPECTED_DATABASE_DIFFERS: 5,
  HAZARDS: 5,
  DRIFT: 5,
  REHEARSAL_FAILED: 5,
  REHEARSAL_MISSING: 5,
  SHADOW_IS_TARGET: 5,
  SHADOW_UNUSABLE: 5,
  BASELINE_DIFFERS: 5,
  DOWN_DIFFERS: 5,
  BACKUP_TOO_OLD: 5,
  BACKUP_UNKNOWN: 5,
  REPLICATION_LAG: 5,
  DISK_TOO_SMALL: 5,
  RIGHTS_MISSING: 5,

  RUN_LOCKED: 6,
  CANCELLED: 7,
  STATE_UNKNOWN: 8,
  INTERNAL: 70,
} as const;

/** A place in a file the user wrote. Line and column are 1-based and count characters, not UTF-16 units. */
export interface Place {
  /** Path as the user knows it: relative to the working directory where it lies inside it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What an error carries beside its message, for the report and the annotations. */
export interface ErrorDetails {
  readonly at?: Place | undefined;
  /** Five characters, from the server. Source: PostgreSQL manual, appendix A. */
  readonly sqlState?: string | undefined;
  /** What to do next, one or more sentences. */
  readonly hint?: string | undefined;
  /** The version of the migration concerned. */
  readonly version?: string | undefined;
  /** The statement that failed, as written in the file. */
  readonly statement?: string | undefined;
  /** Where that begins in its file. */
  readonly statementAt?: Pick<Place, "line" | "column"> | undefined;
}

/** The only error this project throws on purpose. The message says what happened, where, and what to do. */
export class MigrateError extends Error {
  override readonly name = "MigrateError";
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}

/** Several problems found in one pass (inputs, files): the first one is the error, all are listed. */
export class MigrateErrors extends MigrateError {
  readonly all: readonly MigrateError[];

  constructor(all: readonly [MigrateError, ...MigrateError[]]) {
    super(all[0].code, all[0].message, all[0].details);
    this.all = all;
  }
}

/** Throws MigrateErrors of `problems` where there are any. */
export function throwAll(problems: readonly MigrateError[]): void {
  const [first, ...others] = problems;
  if (first !== undefined) throw new MigrateErrors([first, ...others]);
}

/** The errors inside `error`, at least one; what is not ours becomes INTERNAL with the original as cause. */
export function errorsOf(error: unknown): readonly [MigrateError, ...MigrateError[]] {
  if (error instanceof MigrateErrors) return error.all as readonly [MigrateError, ...MigrateError[]];
  if (error instanceof MigrateError) return [error];
  const message = error instanceof Error ? error.message : String(error);
  return [
    new MigrateError(
      "INTERNAL",
      `A fault of migrate-action itself: ${message}`,
      { hint: "Please report it with the log of this run." },
      { cause: error },
    ),
  ];
}

/** Exit code for `errors`: that of the first, but 2 (inputs or files) wins over 4 (the plan). */
export function exitCodeOf(errors: readonly [MigrateError, ...MigrateError[]]): number {
  const codes = errors.map((error) => EXIT_CODE_OF[error.code]);
  return codes.includes(2) ? 2 : EXIT_CODE_OF[errors[0].code];
}
