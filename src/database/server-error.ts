import pg from "pg";
import { MigrateError } from "../errors.ts";

/** What the server said, field by field. Source: PostgreSQL manual, "Error and Notice Message Fields". */
export interface ServerError {
  readonly sqlState: string;
  readonly message: string;
  readonly detail: string | null;
  readonly hint: string | null;
  /** 1-based, in characters, in the message that was sent; null when the error has no place. */
  readonly position: number | null;
  /** The call stack of functions, where there is one. */
  readonly where: string | null;
  readonly constraint: string | null;
  readonly table: string | null;
}

/** The server's error inside `error`; null when it is not one (a lost connection, a fault of ours). */
export function serverErrorOf(error: unknown): ServerError | null {
  if (!(error instanceof pg.DatabaseError) || error.code === undefined) return null;
  return {
    sqlState: error.code,
    message: error.message,
    detail: error.detail ?? null,
    hint: error.hint ?? null,
    position: error.position === undefined ? null : Number(error.position),
    where: error.where ?? null,
    constraint: error.constraint ?? null,
    table: error.table ?? null,
  };
}

/**
 * True when the connection itself is gone, so that nothing is known of what was under way: SQLSTATE class 08, the
 * server's own shutdown and crash states, a terminated backend, time limits that end the connection, or no server
 * error at all. Source: PostgreSQL manual, appendix A.
 */
export function isConnectionLoss(error: unknown): boolean {
  // Ours: what was to be sent could not be had.
  if (error instanceof MigrateError) return false;
  const server = serverErrorOf(error);
  if (server === null) return true;
  return (
    server.sqlState.startsWith("08") ||
    ["57P01", "57P02", "57P03", "57P05", "25P03", "25P04"].includes(server.sqlState)
  );
}
