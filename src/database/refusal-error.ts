import { MigrateError } from "../errors.ts";
import { FULL_HINT, isFull } from "./connection-error.ts";
import { hintForState } from "./hint-for-state.ts";
import { isConnectionLoss, serverErrorOf } from "./server-error.ts";

/**
 * What an error of `pg` means that came out of one of our own queries: TARGET_READ_ONLY, LEDGER_FORBIDDEN for a right,
 * CONNECTION_LOST, else TARGET_REFUSED, with the server's words. Null: it is none of pg's.
 */
export function makeRefusalError(cause: unknown): MigrateError | null {
  const server = serverErrorOf(cause);
  if (server === null) return isLostClient(cause) ? lost((cause as Error).message, cause) : null;
  if (isFull(server.sqlState, server.message))
    // A pooler lets a client in before it has a connection for it.
    return new MigrateError(
      "CONNECTION_FAILED",
      `The server, or a pooler before it, had no connection free for a query: ${server.message}.`,
      { sqlState: server.sqlState, hint: FULL_HINT },
      { cause },
    );
  if (isConnectionLoss(cause)) return lost(server.message, cause);
  const { sqlState, message } = server;
  const details = { sqlState, hint: hintForState(server) ?? "The server's own log says more." };
  if (sqlState === "25006")
    return new MigrateError("TARGET_READ_ONLY", `The server takes no changes: ${message}.`, details, {
      cause,
    });
  return new MigrateError(
    "TARGET_REFUSED",
    `The server refused one of our own queries: ${message}. [${sqlState}]`,
    details,
    { cause },
  );
}

/** What pg says of a connection that is gone: a socket's error, or words of its own without a code. */
function isLostClient(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  const code = "code" in cause ? String(cause.code) : "";
  return (
    /^(ECONNRESET|EPIPE|ETIMEDOUT|ECONNABORTED|ENETDOWN|ENETRESET|EHOSTUNREACH)$/.test(code) ||
    /^(Connection terminated|Client has encountered a connection error|Client was closed)/.test(cause.message)
  );
}

function lost(reason: string, cause: unknown): MigrateError {
  return new MigrateError(
    "CONNECTION_LOST",
    `The connection was lost while one of our own queries was under way: ${reason}. What the ledger does not have is not applied.`,
    {
      sqlState: serverErrorOf(cause)?.sqlState,
      hint: "Run again: it goes on with what is pending. Where it happens again, look for what ends idle or long connections: idle_session_timeout or transaction_timeout set on the role (`ALTER ROLE … RESET …`), a proxy's idle limit, the server's log.",
    },
    { cause },
  );
}
