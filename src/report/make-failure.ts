import type { MigrateError } from "../errors.ts";
import type { ReportFailure } from "./report.ts";

/** Longest statement in a report, in UTF-16 units. */
export const MAX_SQL = 4_000;

/** What the report says of `error`; of a long statement its beginning. */
export function makeFailure(error: MigrateError): ReportFailure {
  const { hint, version, at, sqlState, statement, statementAt } = error.details;
  return {
    code: error.code,
    message: error.message,
    hint: hint ?? null,
    version: version ?? null,
    at: at ?? null,
    sqlState: sqlState ?? null,
    statement: statement?.slice(0, MAX_SQL) ?? null,
    ...(statementAt === undefined ? {} : { statementAt }),
  };
}
