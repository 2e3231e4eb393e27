import { MigrateError } from "../errors.ts";
import { hintForState } from "./hint-for-state.ts";
import { serverErrorOf } from "./server-error.ts";

/**
 * What a server's error means that came out of one of our own queries: TARGET_READ_ONLY, else TARGET_REFUSED, with the
 * server's words. Null: it is none of a server's.
 */
export function makeRefusalError(cause: unknown): MigrateError | null {
  const server = serverErrorOf(cause);
  if (server === null) return null;
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
