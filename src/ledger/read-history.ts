import { historyTable, ledgerTable } from "../database/quote.ts";
import type { Row, Session } from "../database/session.ts";
import type { LedgerName } from "../inputs/inputs.ts";
import type { Ledger } from "./ledger.ts";
import { readFirst } from "./reading.ts";

/** What was run here once: a row of the history. */
export interface HistoryEntry {
  /** As recorded. */
  readonly version: string;
  /** Of its row in the ledger; null where there is none any more. */
  readonly name: string | null;
  /** `up`, `rollback`, `adopt`, `baseline`, or what another tool has written. */
  readonly action: string | null;
  readonly status: string | null;
  readonly executedAt: Date | null;
  readonly executedBy: string | null;
  readonly executionTimeMs: number | null;
  readonly batch: number | null;
  readonly environment: string | null;
  readonly runUrl: string | null;
  readonly error: string | null;
  /** The newest backup before the run, as it was recorded; null: none was. */
  readonly backup: string | null;
}

/** The newest rows of the history, and how many there are in all. */
export interface History {
  /** Newest run first; within a run by time, newest first. */
  readonly entries: readonly HistoryEntry[];
  readonly total: number;
}

/** Up to `limit` rows, read-only; null when there is no history of ours or of shape B. `ledger` says what is there. */
export async function readHistory(
  session: Session,
  name: LedgerName,
  ledger: Ledger,
  { role, limit }: { readonly role: string | null; readonly limit: number },
): Promise<History | null> {
  if (!ledger.historyColumns.has("version") || !ledger.historyColumns.has("executed_at")) return null;
  const rows = await readFirst(session, historyQuery(name, ledger, limit), name, role);
  return { entries: rows.map(parseEntry), total: Number(rows[0]?.["total"] ?? 0) };
}

const TEXTS = [
  "action",
  "status",
  "executed_by",
  "environment",
  "run_url",
  "error_message",
  "backup",
] as const;
const NUMBERS = ["execution_time_ms", "batch"] as const;

function historyQuery(name: LedgerName, ledger: Ledger, limit: number): string {
  const has = (column: string) => ledger.historyColumns.has(column);
  const texts = TEXTS.map((column) => `${has(column) ? `h.${column}::text` : "NULL"} AS ${column}`);
  const numbers = NUMBERS.map((column) => `${has(column) ? `h.${column}` : "NULL"} AS ${column}`);
  const title = ledger.columns.has("name") && ledger.columns.has("version");
  const titled = title
    ? `(SELECT pg_catalog.left(m.name::text, 300) FROM ${ledgerTable(name)} m WHERE m.version::text = h.version::text LIMIT 1)`
    : "NULL";
  // Batches are counted under the run lock, whatever the clock says; within one run there is only the clock. Rows without a
  // batch are of before there were any.
  const order = `${has("batch") ? "h.batch DESC NULLS LAST, " : ""}h.executed_at DESC NULLS LAST`;
  return `SELECT pg_catalog.left(h.version::text, 300) AS version, ${titled} AS name, h.executed_at::timestamptz AS executed_at,
  ${[...texts, ...numbers].join(", ")}, count(*) OVER () AS total
FROM ${historyTable(name)} h ORDER BY ${order} LIMIT ${limit}`;
}

function parseEntry(row: Row): HistoryEntry {
  const at = row["executed_at"];
  return {
    version: text(row["version"]) ?? "",
    name: text(row["name"]),
    action: text(row["action"]),
    status: text(row["status"]),
    executedAt: at instanceof Date && !Number.isNaN(at.getTime()) ? at : null,
    executedBy: text(row["executed_by"]),
    executionTimeMs: number(row["execution_time_ms"]),
    batch: number(row["batch"]),
    environment: text(row["environment"]),
    runUrl: text(row["run_url"]),
    error: text(row["error_message"]),
    backup: text(row["backup"]),
  };
}

const text = (value: unknown) => (value == null || value === "" ? null : String(value));
const number = (value: unknown) => (value == null ? null : Number(value));
