import { identifier, ledgerTable } from "../database/quote.ts";
import { readCatalog } from "../database/read-catalog.ts";
import type { Row, Session } from "../database/session.ts";
import type { ForeignLedger, ForeignTable } from "./foreign-ledger.ts";
import type { ForeignRow } from "./foreign-tool.ts";

/**
 * What each of `tables` says: one read-only round trip, none for no table. Tables that nobody here may read have no
 * entries.
 */
export async function readForeignLedgers(
  session: Session,
  tables: readonly ForeignTable[],
  role: string | null,
): Promise<readonly ForeignLedger[]> {
  const byUser = tables.filter(({ reader }) => reader === "user");
  const byRole = role === null ? [] : tables.filter(({ reader }) => reader === "role");
  if (byUser.length + byRole.length === 0) return tables.map((table) => ({ ...table, entries: [] }));
  const setRole = role === null ? [] : [`SET LOCAL ROLE ${identifier(role)}`];
  const read = [...byUser, ...byRole];
  const results = await readCatalog(session, [
    ...byUser.map(rowsQuery),
    ...setRole,
    ...byRole.map(rowsQuery),
  ]);
  const answers = [...results.slice(0, byUser.length), ...results.slice(byUser.length + setRole.length)];
  return tables.map((table) => {
    const rows = answers[read.indexOf(table)]?.[0];
    return { ...table, entries: rows === undefined ? [] : table.tool.makeEntries(parseRows(rows)) };
  });
}

/** Rows as JSON in one value: a driver's own types would make numbers of versions. For a search_path of pg_catalog. */
function rowsQuery({ tool, name, columns }: ForeignTable): string {
  const selected = tool.reads.map((column) => {
    const type = columns.get(column);
    const quoted = identifier(column);
    if (type === undefined) return `NULL AS ${quoted}`;
    // A time without a zone means the session's, as now() was written into it.
    if (!/^(date|timestamp)/.test(type)) return `t.${quoted}::text AS ${quoted}`;
    return `to_char(t.${quoted}::timestamptz AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS ${quoted}`;
  });
  const order = tool.order
    .split(", ")
    .map((column) => `t.${identifier(column)}`)
    .join(", ");
  return `SELECT coalesce(json_agg(r), '[]') AS rows FROM (SELECT ${selected.join(", ")} FROM ${ledgerTable(name)} t ORDER BY ${order}) r`;
}

const parseRows = (answer: Row): readonly ForeignRow[] => (answer["rows"] ?? []) as readonly ForeignRow[];
