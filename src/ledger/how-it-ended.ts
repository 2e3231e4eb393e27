import type { LedgerRow } from "./ledger.ts";

/**
 * What the record of an unfinished migration says of the statement after those that are done.
 * unheard: it may have been begun, and may have been done: the run was killed, or its connection lost ·
 * refused: the server answered it with an error, so nothing of it that a transaction takes back is there.
 */
export type HowItEnded =
  | { readonly kind: "unheard" }
  | { readonly kind: "refused"; readonly sqlState: string };

/** The SQLSTATE at the end of a recorded message, where it may be followed by which of our statements it was. */
const SQL_STATE = /\[([0-9A-Z]{5})\](?: \((?:in|at COMMIT): [^\n]*\))?$/;

/** How the migration of `row` ended; only a message with the server's own SQLSTATE is taken for its answer. */
export function howItEnded({ status, errorMessage }: LedgerRow): HowItEnded {
  const [, sqlState] = SQL_STATE.exec(errorMessage ?? "") ?? [];
  return status === "failed" && sqlState !== undefined ? { kind: "refused", sqlState } : { kind: "unheard" };
}

/** `message` as a row keeps it: with the SQLSTATE of the server's answer at its end, null where it did not answer. */
export function recordedMessage(message: string, sqlState: string | null): string {
  if (sqlState === null || SQL_STATE.test(message)) return message;
  return `${message} [${sqlState}]`;
}
