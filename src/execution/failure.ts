import type { MessageError } from "../database/message.ts";
import { identifier } from "../database/quote.ts";
import { type ServerError, serverErrorOf } from "../database/server-error.ts";
import { MigrateError } from "../errors.ts";
import type { Step } from "../plan/plan.ts";
import { findFailed } from "./find-failed.ts";
import type { Part } from "./part.ts";

/**
 * MIGRATION_FAILED for `step`: the server's message with the statement and the exact place in the file. What kept us from
 * sending, such as FILE_CHANGED, stays what it is.
 */
export function makeFailure(step: Step, parts: readonly Part[], error: MessageError): MigrateError {
  if (error.cause instanceof MigrateError) return ofVersion(error.cause, step);
  const server = serverErrorOf(error.cause);
  const part = parts[error.partIndex];
  const statement = part?.statement == null ? undefined : step.script.statements[part.statement];
  const failed = statement === undefined ? undefined : findFailed(statement, server, error);
  const { file } = step.source;
  const at = failed === undefined ? undefined : { file, ...failed.at };
  const where = at === undefined ? file : `${at.file}:${at.line}:${at.column}`;
  const detail = server?.detail ? ` ${sentence(server.detail)}` : "";
  const context =
    server?.where && statement !== undefined ? ` (${server.where.split("\n").slice(0, 3).join("; ")})` : "";
  const state = server === null ? "" : ` [${server.sqlState}]`;
  return new MigrateError(
    "MIGRATION_FAILED",
    `${where}: ${sentence(server?.message ?? error.message)}${detail}${context}${state}${ownStatement(part)}`,
    {
      at,
      sqlState: server?.sqlState,
      hint: server?.hint ? sentence(server.hint) : hintFor(server),
      version: step.file.version.text,
      statement: failed?.sql,
      statementAt: failed?.begin,
    },
    { cause: error.cause },
  );
}

function ofVersion({ code, message, details, cause }: MigrateError, step: Step): MigrateError {
  return new MigrateError(code, message, { ...details, version: step.file.version.text }, { cause });
}

/** For errors outside the file's statements: at COMMIT (deferred constraints), in the ledger. */
function ownStatement(part: Part | undefined): string {
  if (part === undefined || part.statement !== null) return "";
  return part.sql === "COMMIT"
    ? " (at COMMIT: a deferred constraint)"
    : ` (in: ${part.sql.split("\n", 1)[0]?.slice(0, 80)})`;
}

function hintFor(server: ServerError | null): string | undefined {
  const sqlState = server?.sqlState;
  if (sqlState === "55P03")
    return "Another session holds a lock on the table. Try again when it is done, or raise `lock-timeout` or `lock-retries`.";
  if (sqlState === "57014")
    return "It was cancelled, or ran longer than `statement-timeout` (for one file: `-- migrate:timeout 10min`).";
  if (sqlState === "25001")
    return "This statement may not run in a transaction: put it into a file of its own, or `-- migrate:no-transaction` on the first line.";
  const [, schema] = /^permission denied for schema (.+)$/.exec(server?.message ?? "") ?? [];
  if (sqlState === "42501" && schema !== undefined)
    return `The database user may not create in it; since PostgreSQL 15 not everybody may in \`public\`. Its owner can allow it: GRANT USAGE, CREATE ON SCHEMA ${identifier(schema)} TO the user. Or name a role that may with \`role\`.`;
  if (sqlState === "42501")
    return "The database user lacks the right. Grant it, or name a role that has it with `role`.";
  return undefined;
}

const sentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);
