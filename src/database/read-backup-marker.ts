import { readCatalog } from "./read-catalog.ts";
import { limitedReading } from "./reading-settings.ts";
import { serverErrorOf } from "./server-error.ts";
import type { Row, Session } from "./session.ts";

/** What a query of the user's gave, and the server's clock at that moment. */
export interface Marker {
  /** The first two columns of its first row, as the server writes them; a text: why there are none. */
  readonly values: readonly [string | null, string | null] | string;
  /** Null where the query failed. */
  readonly serverTime: Date | null;
}

/** As whom, and how long at most. */
export interface MarkerLimit {
  readonly role: string | null;
  readonly limitMs: number;
}

/** Longest wait for another session's lock. */
const LOCK_WAIT_MS = 1_000;

/**
 * The first row of `sql`, a query of the user's, in a read-only transaction of its own that is rolled back; on the search
 * path of the role, which the query was written for. Rejects only when the connection is lost.
 */
export async function readMarker(
  session: Session,
  sql: string,
  { role, limitMs }: MarkerLimit,
): Promise<Marker> {
  if (limitMs < 1) return { values: "no time was left for it in `rehearsal-budget`", serverTime: null };
  const limit = Math.round(limitMs);
  const begin = [...limitedReading(limit, LOCK_WAIT_MS, role), "SET LOCAL datestyle = ISO"];
  try {
    await session.queries(begin.join("; "));
    const [row] = await session.queryAlone(`SELECT * FROM (\n${withoutEnd(sql)}\n) AS marker LIMIT 1`);
    const [clock] = await session.query(CLOCK);
    const serverTime = timeOf(clock);
    const [time = null, name = null] = row ?? [];
    return { values: row === undefined ? "it gave no row" : [time, name], serverTime };
  } catch (error) {
    const server = serverErrorOf(error);
    if (server === null || session.lost.aborted) throw error;
    const isTooSlow = server.sqlState === "57014";
    const why = isTooSlow ? `it had not answered after ${limit} ms, of \`rehearsal-budget\`` : server.message;
    return { values: why, serverTime: null };
  } finally {
    await session.query("ROLLBACK").catch(() => {});
  }
}

/** A semicolon at its end is no part of a query. */
const withoutEnd = (sql: string): string => sql.replace(/[\s;]+$/, "");

/** The clock of the server behind `session`. */
export async function readServerTime(session: Session): Promise<Date> {
  const [rows] = await readCatalog(session, [CLOCK]);
  return timeOf(rows?.[0]);
}

const CLOCK = "SELECT pg_catalog.date_part('epoch', pg_catalog.clock_timestamp()) * 1000 AS ms";

const timeOf = (row: Row | undefined): Date => new Date(Number(row?.["ms"]));
