import { hintForState } from "../database/hint-for-state.ts";
import type { ServerError } from "../database/server-error.ts";

/**
 * True of errors that no rows can be the reason of: what is not there or not allowed, what does not parse, what would
 * write or end the transaction. Source: PostgreSQL manual, appendix A, classes 0A, 25, 2D, 3D, 3F and 42.
 */
export function isBrokenState(sqlState: string): boolean {
  return /^(0A|25|2D|3D|3F|42)/.test(sqlState);
}

/** What to do about an error of a question's; undefined where its message says it. */
export function hintForQuestion(server: ServerError): string | undefined {
  const { sqlState } = server;
  if (sqlState === "25006" || sqlState === "25001" || sqlState === "2D000")
    return "Questions only read: each is asked in a read-only transaction of its own.";
  if (sqlState === "57014")
    return "It ran longer than `statement-timeout`, or somebody cancelled it. `SET statement_timeout = '10min';` before it in the file gives it longer.";
  if (sqlState === "55P03")
    return "Another session holds a lock on what it reads. Ask again with `verify` when that is done, or raise `lock-timeout`.";
  if (sqlState === "42501")
    return "The database user, or the role that `role` names, lacks the right to read it. Grant it.";
  if (sqlState === "42P01" || sqlState === "42883" || sqlState === "3F000")
    return (
      server.hint ??
      "Where it is in another schema write that before the name, or `SET search_path = …;` before it in the file."
    );
  return server.hint ?? hintForState(server);
}
