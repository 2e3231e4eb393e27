import { historyTable, identifier, ledgerTable, literal } from "../database/quote.ts";
import { isConnectionLoss } from "../database/server-error.ts";
import {
  parseServerFacts,
  readServerFacts,
  SERVER_FACTS,
  type ServerFacts,
} from "../database/server-facts.ts";
import type { Row, Session } from "../database/session.ts";
import type { LedgerName } from "../inputs/inputs.ts";
import { HISTORY_COLUMNS, isStemShape, LEDGER_COLUMNS } from "./columns.ts";
import { expectationStand } from "./expectation.ts";
import type { Ledger, LedgerRow, LedgerStatus, RelationKind } from "./ledger.ts";
import { BEGIN_READING, readFirst, setRole } from "./reading.ts";

/** The ledger as it stands: two read-only round trips, one when there is none. */
export async function readLedger(session: Session, name: LedgerName, role: string | null): Promise<Ledger> {
  const [shape = {}] = await readFirst(session, shapeQuery(name), name, role);
  const kind = KINDS.get(String(shape["kind"])) ?? null;
  const columns = columnsOf(shape["columns"]);
  const historyColumns = columnsOf(shape["history_columns"]);
  const ledger: Ledger = {
    state: "absent",
    schemaExists: shape["schema_exists"] === true,
    kind,
    columns,
    historyColumns,
    hasStatusFunction: shape["has_function"] === true,
    hasStatusView: shape["has_view"] === true,
    versionIsStem: columns.size > 0 && isStemShape(new Set(columns.keys())),
    rows: [],
    expectation: "absent",
    lastBatch: 0,
  };
  if (kind === null) return ledger;
  if (kind !== "table" || isForeign(columns)) return { ...ledger, state: "foreign" };
  const [standing] = await readFirst(session, rowsQuery(name, columns, historyColumns), name, role);
  const { rows, lastBatch, expectation } = parseRows(standing);
  const versionIsStem = ledger.versionIsStem || isStemLedger(columns, rows);
  return {
    ...ledger,
    versionIsStem,
    state: isWhole(ledger) ? "ours" : "partial",
    rows,
    expectation,
    lastBatch,
  };
}

/** A server and the ledger in it. */
export interface ServerAndLedger {
  readonly facts: ServerFacts;
  readonly ledger: Ledger;
}

/** Of a ledger by its name, read as a role; null: as the user itself. */
export type ReadServerAndLedger = (
  session: Session,
  name: LedgerName,
  role: string | null,
) => Promise<ServerAndLedger>;

/**
 * Both in three round trips, two when there is no ledger; then the server has no error to log, as it has by
 * `readServerAndLedger`: for whoever asks again and again.
 */
export const readServerThenLedger: ReadServerAndLedger = async (session, name, role) => ({
  facts: await readServerFacts(session),
  ledger: await readLedger(session, name, role),
});

/**
 * Both in one round trip where the ledger is whole, as it is after the first run; else as `readServerThenLedger`. What
 * stands beside the table (history, function, view) is not looked at here: `readLedger` does so before anything is written.
 */
export async function readServerAndLedger(
  session: Session,
  name: LedgerName,
  role: string | null,
): Promise<ServerAndLedger> {
  const message = `${BEGIN_READING}; SET LOCAL search_path = pg_catalog; ${SERVER_FACTS}; ${setRole(role)} ${rowsQuery(name, WHOLE, WHOLE_HISTORY)}; COMMIT`;
  const results = await session.queries(message).catch(orNothing);
  const [server, standing] = results.filter((rows) => rows.length > 0);
  const { rows, lastBatch, expectation, hasDescription, isTable } = parseRows(standing?.[0]);
  // A completed shape C: `readLedger` tells how its rows write versions.
  const isStem = hasDescription && !rows.every(({ version }) => /^\d+$/.test(version));
  if (server === undefined || standing === undefined || isStem || !isTable) {
    await session.query("ROLLBACK");
    return readServerThenLedger(session, name, role);
  }
  const ledger: Ledger = {
    state: "ours",
    schemaExists: true,
    kind: "table",
    columns: WHOLE,
    historyColumns: WHOLE_HISTORY,
    hasStatusFunction: true,
    hasStatusView: true,
    versionIsStem: false,
    rows,
    expectation,
    lastBatch,
  };
  return { facts: parseServerFacts(server[0] ?? {}), ledger };
}

const WHOLE: Columns = new Map(Object.entries(LEDGER_COLUMNS));
const WHOLE_HISTORY: Columns = new Map(Object.entries(HISTORY_COLUMNS));

/** A ledger that is not there or not whole is an error of the server's; a lost connection is not an answer. */
function orNothing(error: unknown): readonly (readonly Row[])[] {
  if (isConnectionLoss(error)) throw error;
  return [];
}

/** A completed shape C keeps its `description` column: there its rows tell how versions are written. */
function isStemLedger(columns: ReadonlyMap<string, string>, rows: readonly LedgerRow[]): boolean {
  return columns.has("description") && rows.length > 0 && rows.every((row) => /^\d+[_-]/.test(row.version));
}

/** Shapes A, B and C have a text version and a time; golang-migrate, dbmate and others lack one of them. */
function isForeign(columns: ReadonlyMap<string, string>): boolean {
  const isText = /^(text|character varying.*|citext|character\(.*)$/.test(columns.get("version") ?? "");
  const isNamed = columns.has("name") || columns.has("description") || columns.has("checksum");
  return !isText || !columns.has("applied_at") || !isNamed || columns.has("dirty");
}

function isWhole(ledger: Ledger): boolean {
  return (
    Object.keys(LEDGER_COLUMNS).every((column) => ledger.columns.has(column)) &&
    Object.keys(HISTORY_COLUMNS).every((column) => ledger.historyColumns.has(column)) &&
    ledger.hasStatusFunction &&
    ledger.hasStatusView
  );
}

function shapeQuery(name: LedgerName): string {
  const columnsOfTable = (
    table: string,
  ) => `(SELECT pg_catalog.json_object_agg(a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod))
    FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = n.oid AND c.relname = ${literal(table)} AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      AND a.attnum > 0 AND NOT a.attisdropped)`;
  return `SELECT n.oid IS NOT NULL AS schema_exists,
  (SELECT c.relkind FROM pg_catalog.pg_class c WHERE c.relnamespace = n.oid AND c.relname = ${literal(name.table)}) AS kind,
  ${columnsOfTable(name.table)} AS columns,
  ${columnsOfTable("migration_history")} AS history_columns,
  EXISTS (SELECT FROM pg_catalog.pg_proc p WHERE p.pronamespace = n.oid AND p.proname = 'get_migration_status' AND p.pronargs = 0) AS has_function,
  EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.relnamespace = n.oid AND c.relname = 'migration_status_view') AS has_view
FROM (VALUES (1)) one(n) LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = ${literal(name.schema)}`;
}

/** Source: PostgreSQL manual, pg_class, relkind. */
const KINDS: ReadonlyMap<string, RelationKind> = new Map([
  ["r", "table"],
  ["p", "partitioned table"],
  ["v", "view"],
  ["m", "materialized view"],
  ["f", "foreign table"],
  ["S", "sequence"],
  ["i", "index"],
  ["I", "index"],
  ["c", "type"],
]);

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

type Columns = ReadonlyMap<string, string>;

function rowsQuery(name: LedgerName, columns: Columns, historyColumns: Columns): string {
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

function columnsOf(value: unknown): ReadonlyMap<string, string> {
  return new Map(
    value === null || value === undefined ? [] : Object.entries(value as Record<string, string>),
  );
}

function parseRows(found: Row | undefined): Pick<Ledger, "rows" | "lastBatch" | "expectation"> & {
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
