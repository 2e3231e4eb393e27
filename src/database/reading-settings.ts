/** The longest that one of our own readings may take where nothing shorter is said. */
export const READING_LIMIT_MS = 300_000;

/**
 * How a transaction of ours begins that only reads, whatever ALTER ROLE or ALTER DATABASE has set for the session: a
 * statement_timeout of 50 ms is meant for the application's queries; a serializable transaction may wait for others and
 * does not exist on a standby; quote_all_identifiers changes what format_type prints.
 */
export const READING_MODE = "ISOLATION LEVEL READ COMMITTED READ ONLY";

/** What is set at its head. */
export const READING_SETTINGS: readonly string[] = [
  `SET LOCAL statement_timeout = ${READING_LIMIT_MS}`,
  "SET LOCAL lock_timeout = 0",
  "SET LOCAL quote_all_identifiers = off",
];
