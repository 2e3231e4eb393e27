/**
 * Columns of the ledger, with what follows the name in their definition. Frozen: docs/format.md. Every one of them
 * can be added to a table that has rows, and lets a file insert its own row with the version alone.
 */
export const LEDGER_COLUMNS = {
  version: "text PRIMARY KEY",
  name: "text NOT NULL DEFAULT ''",
  applied_at: "timestamptz DEFAULT now()",
  checksum: "text",
  execution_time_ms: "integer",
  status: "text NOT NULL DEFAULT 'completed'",
  error_message: "text",
  applied_by: "text",
  batch: "integer",
  statements_done: "integer",
  origin: "text",
} as const satisfies Record<string, string>;

/** Columns of the history, likewise frozen. */
export const HISTORY_COLUMNS = {
  id: "uuid PRIMARY KEY DEFAULT gen_random_uuid()",
  version: "text",
  action: "text",
  executed_at: "timestamptz DEFAULT now()",
  execution_time_ms: "integer",
  status: "text",
  error_message: "text",
  executed_by: "text",
  environment: "text",
  batch: "integer",
  checksum: "text",
  run_url: "text",
  plan_digest: "text",
  tool_version: "text",
} as const satisfies Record<string, string>;

/** Of the history too, frozen as well: there only where a run has had a backup to record. */
export const BACKUP_COLUMN = { backup: "text" } as const satisfies Record<string, string>;

/** Columns of the table that says what is expected of the schema, frozen too: one row for each ledger beside it. */
export const EXPECTATION_COLUMNS = {
  ledger: "text PRIMARY KEY",
  expected: "jsonb NOT NULL",
  before: "jsonb",
  kept_at: "timestamptz NOT NULL DEFAULT now()",
} as const satisfies Record<string, string>;

/** The columns that the history must have for a run that records `backup`; null: none is. */
export const historyColumnsFor = (backup: string | null): Readonly<Record<string, string>> =>
  backup === null ? HISTORY_COLUMNS : { ...HISTORY_COLUMNS, ...BACKUP_COLUMN };

/** True for columns of shape C (version is the whole stem, `description` instead of `name`). */
export function isStemShape(columns: ReadonlySet<string>): boolean {
  return columns.has("description") && !columns.has("checksum") && !columns.has("status");
}
