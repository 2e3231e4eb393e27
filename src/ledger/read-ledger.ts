import { literal } from "../database/quote.ts";
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
import type { Ledger, LedgerRow, RelationKind } from "./ledger.ts";
import { type Columns, parseRows, rowsQuery } from "./ledger-rows.ts";
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
function isStemLedger(columns: Columns, rows: readonly LedgerRow[]): boolean {
  return columns.has("description") && rows.length > 0 && rows.every((row) => /^\d+[_-]/.test(row.version));
}

/** Shapes A, B and C have a text version and a time; golang-migrate, dbmate and others lack one of them. */
function isForeign(columns: Columns): boolean {
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

function columnsOf(value: unknown): Columns {
  return new Map(
    value === null || value === undefined ? [] : Object.entries(value as Record<string, string>),
  );
}
