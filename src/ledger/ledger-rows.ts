import { historyTable, identifier, ledgerTable, literal } from "../database/quote.ts";
import type { Row } from "../database/session.ts";
import type { LedgerName } from "../inputs/inputs.ts";
import { expectationStand } from "./expectation.ts";
import type { Ledger, LedgerRow, LedgerStatus } from "./ledger.ts";

/** A row as JSON, in the order of STORED: parsed in one piece, which matters when there are thousands. */
type StoredRow = readonly (string | number | null)[];

const STORED = [
  "version",
  "name",
  "description",
  "checksum",
  "status",
  "applied_at",
  "applied_by",
  "error_message",
  "execution_time_ms",
  "statements_done",
  "batch",
  "origin",
] as const;

/** A table's columns, each with its type. */
export type Columns = ReadonlyMap<string, string>;

/** One row about the rows of a ledger that has those columns, as `parseRows` takes it. */
export function rowsQuery(name: LedgerName, columns: Columns, historyColumns: Columns): string {
  const selected = STORED.map((column) => {
    if (!columns.has(column)) return "NULL";
    // Shape C has a timestamp without time zone: it means the session's, as now() was written into it.
    return column === "applied_at" ? "t.applied_at::timestamptz" : `t.${identifier(column)}`;
  });
  const batches = [
    columns.has("batch") ? "max(t.batch)" : "0",
    historyColumns.has("batch") ? `(SELECT max(h.batch) FROM ${historyTable(name)} h)` : "0",
  ];
  const hasDescription = `EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = ${literal(ledgerTable(name))}::pg_catalog.regclass AND a.attname = 'description' AND NOT a.attisdropped)`;
  const isTable = `(SELECT c.relkind = 'r' FROM pg_catalog.pg_class c WHERE c.oid = ${literal(ledgerTable(name))}::pg_catalog.regclass)`;
  return `SELECT pg_catalog.json_agg(pg_catalog.json_build_array(${selected.join(", ")})) AS rows, GREATEST(${batches.join(", ")}) AS last_batch, ${hasDescription} AS has_description, ${isTable} AS is_table, ${expectationStand(name)} AS expectation FROM ${ledgerTable(name)} t`;
}

/** What `rowsQuery` has found; undefined: nothing. */
export function parseRows(found: Row | undefined): Pick<Ledger, "rows" | "lastBatch" | "expectation"> & {
  readonly hasDescription: boolean;
  readonly isTable: boolean;
} {
  return {
    rows: ((found?.["rows"] ?? []) as StoredRow[]).map(parseRow),
    lastBatch: Number(found?.["last_batch"] ?? 0),
    expectation: STANDS.get(String(found?.["expectation"])) ?? "none",
    hasDescription: found?.["has_description"] === true,
    isTable: found?.["is_table"] === true,
  };
}

const STANDS: ReadonlyMap<string, Ledger["expectation"]> = new Map(
  (["absent", "kept", "begun"] as const).map((stand) => [stand, stand]),
);

/** By index, not by destructuring: that is a third of the time where there are thousands. */
function parseRow(row: StoredRow): LedgerRow {
  const applied = new Date(row[5] ?? Number.NaN);
  return {
    version: bounded(row[0]) ?? "",
    name: bounded(row[1]) || bounded(row[2]),
    checksum: text(row[3]),
    status: parseStatus(text(row[4])),
    appliedAt: Number.isNaN(applied.getTime()) ? null : applied,
    appliedBy: text(row[6]),
    errorMessage: text(row[7]),
    executionTimeMs: number(row[8]),
    statementsDone: number(row[9]),
    batch: number(row[10]),
    origin: text(row[11]),
  };
}

const text = (value: string | number | null | undefined) => (value == null ? null : String(value));
const number = (value: string | number | null | undefined) => (value == null ? null : Number(value));

/** Longer than any file's name can be: what is cut here belongs to no file. */
const LONGEST_NAME = 300;

function bounded(value: string | number | null | undefined): string | null {
  const whole = text(value);
  return whole !== null && whole.length > LONGEST_NAME ? `${whole.slice(0, LONGEST_NAME)}…` : whole;
}

/** Words that older ledgers of shape B use for an applied migration count as such; no column means applied. */
function parseStatus(text: string | null): LedgerStatus {
  const word = text?.toLowerCase() ?? "completed";
  if (word === "pending" || word === "running" || word === "failed") return word;
  return "completed";
}
