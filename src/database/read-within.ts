import { limitedReading } from "./reading-settings.ts";
import { serverErrorOf } from "./server-error.ts";
import type { Row, Session } from "./session.ts";

/** How long a look at the target may take, and as whom. */
export interface ReadLimit {
  /** The role of the migrations, null: the user itself. */
  readonly role: string | null;
  /** For each statement; 0 or less: nothing is asked. */
  readonly limitMs: number;
  /** The server's. */
  readonly major: number;
}

/** What came of it: rows of each query, or why there are none, as the server says it. */
export interface WithinLimit {
  readonly results: readonly (readonly Row[])[] | null;
  readonly reason: string | null;
  /** True when it took too long, or another session's lock was in the way. */
  readonly isTooSlow: boolean;
}

/** Longest wait for a lock: who waits for ACCESS SHARE keeps nobody else waiting, and yet it is time of the budget. */
const LOCK_WAIT_MS = 200;

/** lock_not_available, query_canceled: as statement_timeout does. */
const TOO_SLOW: ReadonlySet<string> = new Set(["55P03", "57014"]);

/**
 * Rows of each of `queries`: one round trip, in a read-only transaction whose search_path is pg_catalog alone; first
 * `before`, on the search path of `role`. Rejects only when the connection is lost.
 */
export async function readWithin(
  session: Session,
  queries: readonly string[],
  { role, limitMs, before = [] }: ReadLimit & { readonly before?: readonly string[] },
): Promise<WithinLimit> {
  if (limitMs <= 0) return { results: null, reason: "no time was left for it", isTooSlow: true };
  const begin = [
    ...limitedReading(limitMs, LOCK_WAIT_MS, role),
    // Queries of a catalog look dear to the planner: compiling them would take longer than running them.
    "SET LOCAL jit = off",
    ...before,
    "SET LOCAL search_path = pg_catalog",
  ];
  try {
    const results = await session.queries([...begin, ...queries, "COMMIT"].join("; "));
    return { results: results.slice(begin.length, -1), reason: null, isTooSlow: false };
  } catch (error) {
    const server = serverErrorOf(error);
    if (server === null || session.lost.aborted) throw error;
    await session.query("ROLLBACK");
    return { results: null, reason: server.message, isTooSlow: TOO_SLOW.has(server.sqlState) };
  }
}
