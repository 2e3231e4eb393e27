import { serverErrorOf } from "../database/server-error.ts";
import type { Row, Session } from "../database/session.ts";
import { MigrateError } from "../errors.ts";
import { type RunSettings, transactionSettings } from "../execution/session-settings.ts";
import type { VerifyFile } from "../files/migration-file.ts";
import { splitStatements } from "../files/sql/split-statements.ts";
import type { Statement } from "../files/sql/statement.ts";
import { transactionControl } from "../files/sql/transaction-control.ts";
import type { Step } from "../plan/plan.ts";

/** The answers to a file of questions. */
export interface Answers {
  /** How many were answered with true. */
  readonly count: number;
  /** VERIFY_FAILED for each that was not, in their order. */
  readonly problems: readonly MigrateError[];
}

/**
 * Asks the questions of `verify`, which belongs to the migration of `step`, in a read-only transaction that is rolled
 * back. A query must give rows, and in every column of each of them true; what gives no rows by its nature (SET, DO)
 * must only go through. Rejects only where the connection is lost.
 */
export async function askQuestions(
  session: Session,
  verify: VerifyFile,
  step: Step,
  settings: RunSettings,
): Promise<Answers> {
  const { statements, problems: unread } = splitStatements(verify.text);
  const asked = { file: verify.file, version: step.file.version.text };
  if (unread.length > 0)
    return {
      count: 0,
      problems: unread.map((problem) => refuse(asked, problem, problem.message, problem.hint)),
    };
  const problems: MigrateError[] = [];
  const begin = ["BEGIN READ ONLY", ...transactionSettings(step, settings)].join("; ");
  for (const statement of statements) {
    const found = await askOne(session, begin, statement, asked);
    if (found !== null) problems.push(found);
  }
  return { count: statements.length - problems.length, problems };
}

interface Asked {
  readonly file: string;
  readonly version: string;
}

/** Each in a transaction of its own, so that one that fails does not end the others; null: it is true. */
async function askOne(
  session: Session,
  begin: string,
  statement: Statement,
  asked: Asked,
): Promise<MigrateError | null> {
  if (transactionControl(statement) !== null || statement.copyData !== null)
    return refuse(asked, statement, "This is no question: only queries are run here.");
  await session.query(begin);
  try {
    const rows = await session.query(statement.sql);
    const answer = isQuery(statement) ? wrongAnswer(rows) : null;
    return answer === null ? null : refuse(asked, statement, answer);
  } catch (error) {
    const server = serverErrorOf(error);
    if (server === null) throw error;
    const hint =
      server.sqlState === "25006" ? "Questions only read: they run in a read-only transaction." : undefined;
    return refuse(asked, statement, `${server.message} [${server.sqlState}]`, hint, server.sqlState);
  } finally {
    await session.query("ROLLBACK");
  }
}

/** How an answer is not true; null when it is. */
function wrongAnswer(rows: readonly Row[]): string | null {
  if (rows.length === 0) return "This gave no row, where it must give true.";
  const wrong = rows.flatMap((row) => Object.entries(row)).find(([, value]) => value !== true);
  if (wrong === undefined) return null;
  const [column, value] = wrong;
  const isPlain = value === false || value === null;
  return `This gave ${isPlain ? String(value) : "something that is neither true nor false"} (column ${column}), where it must give true.`;
}

/** True for what gives rows. */
function isQuery({ tokens }: Statement): boolean {
  const first = tokens.find(({ text }) => text !== "(");
  return first?.kind === "word" && ["select", "with", "values", "table", "show"].includes(first.text);
}

function refuse(
  { file, version }: Asked,
  at: { readonly line: number; readonly column: number; readonly sql?: string },
  message: string,
  hint?: string,
  sqlState?: string,
): MigrateError {
  const { line, column, sql } = at;
  return new MigrateError("VERIFY_FAILED", `${file}:${line}:${column}: ${message}`, {
    ...{ at: { file, line, column }, version, hint, sqlState },
    ...(sql === undefined ? {} : { statement: sql, statementAt: { line, column } }),
  });
}
