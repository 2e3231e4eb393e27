import { MigrateError } from "../errors.ts";
import { FULL_HINT, isFull } from "./connection-error.ts";
import { hintForState } from "./hint-for-state.ts";
import { isConnectionLoss, serverErrorOf } from "./server-error.ts";

/**
 * What a server's error means that came out of one of our own queries: TARGET_READ_ONLY, CONNECTION_FAILED
 * where there was no connection for it, else TARGET_REFUSED, with the server's words. Null: it is none of a server's, or
 * the connection is gone.
 */
export function makeRefusalError(cause: unknown): MigrateError | null {
  const server = serverErrorOf(cause);
  if (server === null) return null;
  if (isFull(server.sqlState, server.message))
    // A pooler lets a client in before it has a connection for it.
    return new MigrateError(
      "CONNECTION_FAILED",
      `The server, or a pooler before it, had no connection free for a query: ${server.message}.`,
      { sqlState: server.sqlState, hint: FULL_HINT },
      { cause },
    );
  if (isConnectionLoss(cause)) return null;
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
