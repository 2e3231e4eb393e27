import { identifier } from "./quote.ts";

/** The longest that one of our own readings may take where nothing shorter is said. */
export const READING_LIMIT_MS = 300_000;

/**
 * How a transaction of ours begins that only reads, whatever ALTER ROLE or ALTER DATABASE has set for the session: a
 * statement_timeout of 50 ms is meant for the application's queries; a serializable transaction may wait for others and
 * does not exist on a standby; quote_all_identifiers changes what format_type prints.
 */
export const READING_MODE = "ISOLATION LEVEL READ COMMITTED READ ONLY";

/**
 * How such a transaction begins that may take so long for each of its statements, and wait `mostLockWaitMs` for a lock at
 * the most; `role` null: as the user itself.
 */
export function limitedReading(
  limitMs: number,
  mostLockWaitMs: number,
  role: string | null,
): readonly string[] {
  const ms = Math.max(1, Math.round(limitMs));
  return [
    `BEGIN ${READING_MODE}`,
    `SET LOCAL statement_timeout = ${ms}`,
    `SET LOCAL lock_timeout = ${Math.max(1, Math.min(mostLockWaitMs, Math.round(ms / 2)))}`,
    ...(role === null ? [] : [`SET LOCAL ROLE ${identifier(role)}`]),
  ];
}

/** What is set at its head. */
export const READING_SETTINGS: readonly string[] = [
  `SET LOCAL statement_timeout = ${READING_LIMIT_MS}`,
  "SET LOCAL lock_timeout = 0",
  "SET LOCAL quote_all_identifiers = off",
];
