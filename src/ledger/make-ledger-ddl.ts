import { historyTable, identifier, ledgerTable, literal } from "../database/quote.ts";
import type { LedgerName } from "../inputs/inputs.ts";
import { HISTORY_COLUMNS, LEDGER_COLUMNS } from "./columns.ts";
import type { Ledger } from "./ledger.ts";

/**
 * Statements that make the ledger whole, in order, for one transaction; empty when nothing is missing. What is there
 * is never changed, only added to, so a table that belongs to somebody else is not touched without need. `history`: the
 * columns that the history must have.
 */
export function makeLedgerDdl(
  ledger: Ledger,
  name: LedgerName,
  history: Readonly<Record<string, string>> = HISTORY_COLUMNS,
): readonly string[] {
  return [
    ...(ledger.schemaExists ? [] : [`CREATE SCHEMA IF NOT EXISTS ${identifier(name.schema)}`]),
    ...tableDdl(ledgerTable(name), LEDGER_COLUMNS, ledger.columns),
    ...tableDdl(historyTable(name), history, ledger.historyColumns),
    ...(ledger.hasStatusFunction ? [] : [statusFunction(name)]),
    ...(ledger.hasStatusView ? [] : [statusView(name)]),
  ];
}

/**
 * The same for a ledger that a migration has just made itself: nothing is known of it or of what else that file made
 * beside it, so every statement may find its work done.
 */
export function completeLedgerDdl(
  ledger: Ledger,
  name: LedgerName,
  history: Readonly<Record<string, string>> = HISTORY_COLUMNS,
): readonly string[] {
  const schema = identifier(name.schema);
  return [
    ...(ledger.schemaExists ? [] : [`CREATE SCHEMA IF NOT EXISTS ${schema}`]),
    ...makeOrComplete(ledgerTable(name), LEDGER_COLUMNS),
    ...makeOrComplete(historyTable(name), history),
    unlessThere(
      `pg_catalog.to_regprocedure(${literal(`${schema}.get_migration_status()`)})`,
      statusFunction(name),
    ),
    unlessThere(`pg_catalog.to_regclass(${literal(`${schema}.migration_status_view`)})`, statusView(name)),
  ];
}

function makeOrComplete(table: string, wanted: Readonly<Record<string, string>>): readonly string[] {
  const [key = ""] = Object.keys(wanted);
  return [
    `CREATE TABLE IF NOT EXISTS ${table} (${definitions(wanted)})`,
    ...addColumns(table, wanted, new Map([[key, ""]])),
  ];
}

/** `statement` only where `object` is NULL: what a file has made under our name is kept, of whatever type it is. */
function unlessThere(object: string, statement: string): string {
  return `DO ${literal(`BEGIN IF ${object} IS NULL THEN ${statement}; END IF; END`)}`;
}

/** Only the history, for recording a failure before a ledger could be made. */
export function makeHistoryDdl(
  ledger: Ledger,
  name: LedgerName,
  history: Readonly<Record<string, string>> = HISTORY_COLUMNS,
): readonly string[] {
  return ledger.schemaExists ? tableDdl(historyTable(name), history, ledger.historyColumns) : [];
}

function tableDdl(
  table: string,
  wanted: Readonly<Record<string, string>>,
  found: ReadonlyMap<string, string>,
): readonly string[] {
  if (found.size === 0) return [`CREATE TABLE IF NOT EXISTS ${table} (${definitions(wanted)})`];
  return addColumns(table, wanted, found);
}

function addColumns(
  table: string,
  wanted: Readonly<Record<string, string>>,
  found: ReadonlyMap<string, string>,
): readonly string[] {
  const missing = Object.entries(wanted).filter(([column]) => !found.has(column));
  if (missing.length === 0) return [];
  // A table with its own primary key keeps it: an added column cannot be one too.
  const added = missing.map(
    ([column, type]) => `ADD COLUMN IF NOT EXISTS ${column} ${type.replace(" PRIMARY KEY", "")}`,
  );
  return [`ALTER TABLE ${table} ${added.join(", ")}`];
}

function definitions(columns: Readonly<Record<string, string>>): string {
  return Object.entries(columns)
    .map(([column, type]) => `${column} ${type}`)
    .join(", ");
}

/** Number of a version for ordering, as `001` and `001_create_users` both mean 1. */
const VERSION_NUMBER = "nullif(pg_catalog.regexp_replace(m.version, '[^0-9].*$', ''), '')::numeric";

function statusFunction(name: LedgerName): string {
  return `CREATE OR REPLACE FUNCTION ${identifier(name.schema)}.get_migration_status()
RETURNS TABLE (total_migrations bigint, completed_migrations bigint, running_migrations bigint, failed_migrations bigint,
  latest_version text, latest_applied_at timestamptz)
LANGUAGE sql STABLE AS $status$
  SELECT count(*), count(*) FILTER (WHERE m.status = 'completed'), count(*) FILTER (WHERE m.status = 'running'),
    count(*) FILTER (WHERE m.status = 'failed'),
    (pg_catalog.array_agg(m.version ORDER BY ${VERSION_NUMBER} DESC NULLS LAST) FILTER (WHERE m.status = 'completed'))[1]::text,
    max(m.applied_at) FILTER (WHERE m.status = 'completed')
  FROM ${ledgerTable(name)} m
$status$`;
}

function statusView(name: LedgerName): string {
  return `CREATE OR REPLACE VIEW ${identifier(name.schema)}.migration_status_view AS
SELECT m.version, m.name, m.status, m.applied_at, m.applied_by, m.execution_time_ms, m.batch, m.error_message
FROM ${ledgerTable(name)} m ORDER BY ${VERSION_NUMBER} NULLS LAST, m.version`;
}
