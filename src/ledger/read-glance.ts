import { historyTable, identifier, ledgerTable, literal } from "../database/quote.ts";
import { isConnectionLoss, serverErrorOf } from "../database/server-error.ts";
import type { Row, Session } from "../database/session.ts";
import type { LedgerName } from "../inputs/inputs.ts";
import { type ExpectedObject, missingQuery, parseMissing } from "./expectation.ts";

/**
 * What one question shows of a ledger. read: its rows, as a digest · unreadable: absent, empty, not whole, or not to be read;
 * whoever wants to know looks for longer · late: a limit ended the question.
 */
export type Glance =
  | {
      readonly kind: "read";
      /** Changes with every change of the ledger's rows or columns, of the database, the user and the server's version. */
      readonly digest: string;
      /** What applied migrations have made and is gone; null: nothing of that is kept, or it may not be read. */
      readonly missing: readonly ExpectedObject[] | null;
    }
  | { readonly kind: "unreadable" }
  | { readonly kind: "late" };

/** Where to glance, and how long each statement of it may take. */
export interface GlanceAt {
  readonly ledger: LedgerName;
  /** Null: as the user itself. */
  readonly role: string | null;
  readonly limitMs: number;
  /** asked: with what is missing of the schema · left-out: without. */
  readonly expectation: "asked" | "left-out";
}

/** query_canceled, lock_not_available. */
const LATE: ReadonlySet<string> = new Set(["57014", "55P03"]);

/**
 * A glance at the ledger: one message, which is the whole transaction, read-only, so that a pooler may give any connection for
 * it. Rejects only where the connection is lost.
 */
export async function readGlance(session: Session, at: GlanceAt): Promise<Glance> {
  const asksMissing = at.expectation === "asked";
  const asked = [digestQuery(at.ledger), ...(asksMissing ? [missingQuery(at.ledger)] : [])];
  try {
    const results = await session.queries(messageOf(at, asked));
    const [standing, missing] = results.slice(asksMissing ? -2 : -1);
    const digest = standing?.[0]?.["digest"];
    if (typeof digest !== "string") return { kind: "unreadable" };
    return { kind: "read", digest, missing: parseKept(missing?.[0]) };
  } catch (error) {
    if (isConnectionLoss(error) || session.lost.aborted) throw error;
    return { kind: LATE.has(serverErrorOf(error)?.sqlState ?? "") ? "late" : "unreadable" };
  }
}

/** A row of NULL alone: nothing is kept, or a run is at it. */
function parseKept(row: Row | undefined): readonly ExpectedObject[] | null {
  return row === undefined || Object.values(row).every((value) => value === null) ? null : parseMissing(row);
}

/**
 * True where there is no ledger. Asked in a message of its own, without an error, which the server would log each time. Rejects only
 * where the connection is lost.
 */
export async function isLedgerAbsent(session: Session, at: Omit<GlanceAt, "expectation">): Promise<boolean> {
  const isThere = [ledgerTable(at.ledger), historyTable(at.ledger)].map(
    (name) => `pg_catalog.to_regclass(${literal(name)}) IS NOT NULL`,
  );
  try {
    const results = await session.queries(messageOf(at, [`SELECT ${isThere.join(" AND ")} AS there`]));
    return results.at(-1)?.[0]?.["there"] === false;
  } catch (error) {
    if (isConnectionLoss(error) || session.lost.aborted) throw error;
    return false;
  }
}

/** One message, which is the whole transaction. */
function messageOf({ role, limitMs }: Omit<GlanceAt, "expectation">, questions: readonly string[]): string {
  const ms = Math.max(1, Math.round(limitMs));
  return [
    "SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ ONLY",
    `SET LOCAL statement_timeout = ${ms}`,
    `SET LOCAL lock_timeout = ${ms}`,
    "SET LOCAL quote_all_identifiers = off",
    "SET LOCAL row_security = off",
    "SET LOCAL jit = off",
    "SET LOCAL search_path = pg_catalog",
    ...(role === null ? [] : [`SET LOCAL ROLE ${identifier(role)}`]),
    ...questions,
  ].join("; ");
}

/**
 * One row with the digest, null where the ledger has no row. The history is named so that its lock is waited for here, within
 * the limit, and not by whoever looks for longer. In the database's own encoding: of SQL_ASCII nothing can be converted.
 */
function digestQuery(name: LedgerName): string {
  const oid = `${literal(ledgerTable(name))}::pg_catalog.regclass`;
  const columns = `(SELECT pg_catalog.string_agg(a.attname || ' ' || a.atttypid, ',' ORDER BY a.attnum) FROM pg_catalog.pg_attribute a WHERE a.attrelid = ${oid} AND a.attnum > 0 AND NOT a.attisdropped)`;
  const facts = [
    "pg_catalog.current_database()",
    "SESSION_USER",
    "pg_catalog.current_setting('server_version')",
    `(SELECT c.relkind FROM pg_catalog.pg_class c WHERE c.oid = ${oid})`,
    columns,
    `EXISTS (SELECT FROM ${historyTable(name)})`,
  ].join(", ");
  const rows = `pg_catalog.string_agg(t::text, E'\\n' ORDER BY t.ctid)`;
  const whole = `pg_catalog.concat_ws(E'\\n', ${facts}, ${rows})`;
  return `SELECT CASE WHEN pg_catalog.count(*) > 0 THEN pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(${whole}, pg_catalog.getdatabaseencoding())), 'hex') END AS digest FROM ${ledgerTable(name)} t`;
}
