import { literal } from "./quote.ts";
import { READING_SETTINGS } from "./reading-settings.ts";
import type { Row, Session } from "./session.ts";

/** How long a reading may take: each of its queries, and each wait for another session's lock. At least 1 ms each. */
export interface ReadingLimits {
  readonly statementMs: number;
  readonly lockWaitMs: number;
}

/**
 * Rows of each of `queries`, in order: one round trip, in a read-only transaction whose search_path is pg_catalog
 * alone, so that nothing in the database can stand in for what they name. The message itself is the transaction: one that
 * fails is rolled back before the session's next message, whoever sent it. Source: PostgreSQL manual, "Multiple Statements
 * in a Simple Query".
 */
export async function readCatalog(
  session: Session,
  queries: readonly string[],
  limits: ReadingLimits | null = null,
): Promise<readonly (readonly Row[])[]> {
  const settings = [
    "SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ ONLY",
    "SET LOCAL search_path = pg_catalog",
    ...READING_SETTINGS,
    ...limitSettings(limits),
  ];
  const results = await session.queries([...settings, ...queries].join("; "));
  return results.slice(settings.length);
}

function limitSettings(limits: ReadingLimits | null): readonly string[] {
  if (limits === null) return [];
  return [
    `SET LOCAL statement_timeout = ${literal(`${Math.max(1, Math.round(limits.statementMs))}ms`)}`,
    `SET LOCAL lock_timeout = ${literal(`${Math.max(1, Math.round(limits.lockWaitMs))}ms`)}`,
  ];
}
