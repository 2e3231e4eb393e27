import { hintForState } from "../database/hint-for-state.ts";
import type { MessageError } from "../database/message.ts";
import { identifier } from "../database/quote.ts";
import { type ServerError, serverErrorOf } from "../database/server-error.ts";
import { type ErrorCode, MigrateError } from "../errors.ts";
import type { Step } from "../plan/plan.ts";
import { findFailed } from "./find-failed.ts";
import type { Part } from "./part.ts";

/**
 * MIGRATION_FAILED for `step`: the server's message with the statement and the exact place in the file; of a statement of
 * ours for the ledger LEDGER_FORBIDDEN or TARGET_READ_ONLY where that is the reason. What kept us from sending, such as
 * FILE_CHANGED, stays what it is.
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
  const code = codeFor(server, part);
  const whose = code === "MIGRATION_FAILED" ? "" : "The ledger could not be written: ";
  return new MigrateError(
    code,
    `${whose}${where}: ${sentence(server?.message ?? error.message)}${detail}${context}${state}${ownStatement(part, server)}`,
    {
      at,
      sqlState: server?.sqlState,
      hint: hintFor(server, part),
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

/** For errors outside the file's statements: at COMMIT (deferred constraints among them), in the ledger. */
function ownStatement(part: Part | undefined, server: ServerError | null): string {
  if (part === undefined || part.statement !== null) return "";
  if (part.sql !== "COMMIT") return ` (in: ${part.sql.split("\n", 1)[0]?.slice(0, 80)})`;
  return server?.sqlState.startsWith("23") ? " (at COMMIT: a deferred constraint)" : " (at COMMIT)";
}

function codeFor(server: ServerError | null, part: Part | undefined): ErrorCode {
  if (part?.statement !== null) return "MIGRATION_FAILED";
  if (server?.sqlState === "25006") return "TARGET_READ_ONLY";
  return server?.sqlState === "42501" ? "LEDGER_FORBIDDEN" : "MIGRATION_FAILED";
}

/** What the server is short of comes before its own hint, which knows nothing of what is done here about it. */
function hintFor(server: ServerError | null, part: Part | undefined): string | undefined {
  if (server === null) return undefined;
  const isOurs = part?.statement === null;
  if (isOurs && server.sqlState === "42501") return LEDGER_RIGHTS;
  if (/^(53|54|58)/.test(server.sqlState) || (isOurs && server.sqlState === "25006"))
    return hintForState(server);
  return server.hint ? sentence(server.hint) : hintForStatement(server);
}

const LEDGER_RIGHTS =
  "The database user needs the right to create in the ledger's schema, and SELECT, INSERT, UPDATE and DELETE on its tables. Since PostgreSQL 15 not everybody may create in `public`: GRANT CREATE ON SCHEMA public, or name another schema with `ledger-schema`, or a role with `role`.";

/** Of a lock that was not to be had. */
export const LOCK_HINT =
  "Another session holds a lock on the table. Try again when it is done, or raise `lock-timeout` or `lock-retries`.";

function hintForStatement({ sqlState, message }: ServerError): string | undefined {
  if (sqlState === "55P03") return LOCK_HINT;
  if (sqlState === "57014")
    return "It was cancelled, or ran longer than `statement-timeout` (for one file: `-- migrate:timeout 10min`).";
  if (sqlState === "25006")
    return "The row on record was written before it, so the server took changes then: either the file makes its transaction read-only itself, or the server was switched meanwhile (`SHOW default_transaction_read_only`, `SELECT pg_is_in_recovery()`).";
  if (sqlState === "3F000")
    return "The search_path of this user leads to no schema that is there: write the schema before the name, set search_path in the file, or look at ALTER ROLE … SET search_path and ALTER DATABASE … SET search_path.";
  if (sqlState === "25001")
    return "This statement may not run in a transaction: put it into a file of its own, or `-- migrate:no-transaction` on the first line.";
  const [, schema] = /^permission denied for schema (.+)$/.exec(message) ?? [];
  if (sqlState === "42501" && schema !== undefined)
    return `The database user may not create in it; since PostgreSQL 15 not everybody may in \`public\`. Its owner can allow it: GRANT USAGE, CREATE ON SCHEMA ${identifier(schema)} TO the user. Or name a role that may with \`role\`.`;
  if (sqlState === "42501")
    return "The database user lacks the right. Grant it, or name a role that has it with `role`.";
  return undefined;
}

const sentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);
