import type { ServerError } from "../database/server-error.ts";
import { MigrateError } from "../errors.ts";
import type { Statement } from "../files/sql/statement.ts";
import type { QuestionProblem } from "./answers.ts";
import type { AskedFile } from "./verification.ts";

/** What is known of a question that does not hold. */
export interface Found extends Pick<QuestionProblem, "kind" | "message"> {
  readonly hint?: string | undefined;
  /** Where in the file. */
  readonly at: { readonly line: number; readonly column: number };
  readonly statement?: Statement;
  readonly server?: ServerError;
}

/** The problem with VERIFY_FAILED, its message led by the place. */
export function makeProblem(
  { file, verify }: AskedFile,
  { kind, message, hint, at: { line, column }, statement, server }: Found,
): QuestionProblem {
  const place = { file: verify.file, line, column };
  const error = new MigrateError("VERIFY_FAILED", `${verify.file}:${line}:${column}: ${message}`, {
    ...{ at: place, version: file.version.text, hint, sqlState: server?.sqlState },
    ...(statement === undefined
      ? {}
      : { statement: statement.sql, statementAt: { line: statement.line, column: statement.column } }),
  });
  const refused = statement === undefined || server === undefined ? null : { server, statement };
  return { kind, message, error, refused };
}
