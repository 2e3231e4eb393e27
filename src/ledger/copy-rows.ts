import { identifier, ledgerTable, literal } from "../database/quote.ts";
import type { LedgerName } from "../inputs/inputs.ts";
import type { Ledger, LedgerRow } from "./ledger.ts";

/** INSERTs that give another database's ledger the rows of this one, for the columns that it has. */
export function copyRows(ledger: Ledger, name: LedgerName): readonly string[] {
  const columns = Object.keys(VALUES).filter((column) =>
    ledger.columns.has(column),
  ) as (keyof typeof VALUES)[];
  const names = columns.map(identifier).join(", ");
  return ledger.rows.map(
    (row) =>
      `INSERT INTO ${ledgerTable(name)} (${names}) VALUES (${columns.map((column) => VALUES[column](row)).join(", ")})`,
  );
}

const number = (value: number | null) => (value === null ? "NULL" : String(value));

const VALUES = {
  version: (row: LedgerRow) => literal(row.version),
  name: (row: LedgerRow) => literal(row.name ?? ""),
  applied_at: (row: LedgerRow) => literal(row.appliedAt?.toISOString() ?? null),
  checksum: (row: LedgerRow) => literal(row.checksum),
  execution_time_ms: (row: LedgerRow) => number(row.executionTimeMs),
  status: (row: LedgerRow) => literal(row.status),
  applied_by: (row: LedgerRow) => literal(row.appliedBy),
  batch: (row: LedgerRow) => number(row.batch),
  statements_done: (row: LedgerRow) => number(row.statementsDone),
  origin: (row: LedgerRow) => literal(row.origin),
} as const;
