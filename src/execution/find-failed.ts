import type { MessageError } from "../database/message.ts";
import type { ServerError } from "../database/server-error.ts";
import { MigrateError } from "../errors.ts";
import { offsetOfPosition, placeAt, type TextPlace } from "../files/sql/place-at.ts";
import { splitStatements } from "../files/sql/split-statements.ts";
import type { Statement } from "../files/sql/statement.ts";

/** The statement of a file that failed. */
export interface Failed {
  readonly sql: string;
  /** Where it begins in the file. */
  readonly begin: TextPlace;
  /** What the server complains of: its own place, the line of COPY data, else where the statement begins. */
  readonly at: TextPlace;
}

/** The one of `statement` (which may be a run) that `error` is about, with its places in the file. */
export function findFailed(statement: Statement, server: ServerError | null, error: MessageError): Failed {
  const begin = { line: statement.line, column: statement.column };
  const sql = readAgain(statement);
  if (sql === null) return { sql: statement.head, begin, at: begin };
  const position = server?.position ?? null;
  const offset = position === null ? null : offsetOfPosition(sql, position - error.partPosition);
  const one = statement.count > 1 ? findInRun(sql, offset, error.doneInPart) : { sql, offset: 0 };
  const oneBegin = within(begin, sql, one.offset);
  const row = rowOfData(statement, server);
  return { sql: one.sql, begin: oneBegin, at: row ?? within(begin, sql, offset ?? one.offset) };
}

/** Null where the file has changed since: what went wrong first is what is told. */
function readAgain(statement: Statement): string | null {
  try {
    return statement.sql;
  } catch (error) {
    if (error instanceof MigrateError) return null;
    throw error;
  }
}

/** The server answers the statements of a run one by one, but names no place for what their rows make fail. */
function findInRun(sql: string, offset: number | null, done: number): Pick<Statement, "sql" | "offset"> {
  const { statements } = splitStatements(sql);
  const found =
    offset === null ? statements[done] : statements.findLast((statement) => statement.offset <= offset);
  return found ?? { sql, offset: 0 };
}

/** The place in the file of `offset` in `sql`, which begins at `begin`. */
function within(begin: TextPlace, sql: string, offset: number): TextPlace {
  const { line, column } = placeAt(sql, offset);
  return line === 1
    ? { line: begin.line, column: begin.column + column - 1 }
    : { line: begin.line + line - 1, column };
}

/** `COPY t, line 17, column a: "x"`. Source: PostgreSQL, src/backend/commands/copyfrom.c, CopyFromErrorCallback. */
function rowOfData({ copyData }: Statement, server: ServerError | null): TextPlace | null {
  const [, line] = /^COPY .*?, line (\d+)/m.exec(server?.where ?? "") ?? [];
  return copyData === null || line === undefined
    ? null
    : { line: copyData.line + Number(line) - 1, column: 1 };
}
