import { MessageError } from "../database/message.ts";
import { READING_MODE } from "../database/reading-settings.ts";
import { serverErrorOf } from "../database/server-error.ts";
import type { Session } from "../database/session.ts";
import { findFailed } from "../execution/find-failed.ts";
import { own, partOf } from "../execution/part.ts";
import { questionSettings, type RunSettings } from "../execution/session-settings.ts";
import { splitStatements } from "../files/sql/split-statements.ts";
import type { Statement } from "../files/sql/statement.ts";
import type { Answers, QuestionProblem } from "./answers.ts";
import { Hearing } from "./hearing.ts";
import { makeProblem } from "./make-problem.ts";
import { kindOfQuestion, type QuestionKind } from "./question.ts";
import { hintForQuestion, isBrokenState } from "./question-errors.ts";
import { describeTraces, READ_TRACES, tracesOf } from "./traces.ts";
import type { AskedFile } from "./verification.ts";

/**
 * Asks the questions of `asked`, each in a read-only transaction of its own that is rolled back, and looks before that
 * whether it has done more than read. A query must give rows, and in every column of each of them true; a DO must only go
 * through; a SET counts for the questions after it. One that fails ends no other. Behind a transaction pooler nothing is
 * left in a backend. Rejects only where the connection is lost.
 */
export async function askFile(session: Session, asked: AskedFile, settings: RunSettings): Promise<Answers> {
  const { statements, problems: unread } = splitStatements(asked.verify.text);
  if (unread.length > 0) {
    const problems = unread.map((problem) => makeProblem(asked, { ...problem, kind: "broken", at: problem }));
    return { questions: statements.length, held: 0, problems };
  }
  const problems: QuestionProblem[] = [];
  const sets: string[] = [];
  let [questions, held] = [0, 0];
  for (const statement of statements) {
    const kind = kindOfQuestion(statement);
    const found = await askOne({ session, asked, settings, sets }, statement, kind);
    if (found !== null) problems.push(found);
    if (kind !== "setting") {
      questions++;
      held += found === null ? 1 : 0;
    } else if (found === null) sets.push(statement.sql);
  }
  return { questions, held, problems };
}

interface Asking {
  readonly session: Session;
  readonly asked: AskedFile;
  readonly settings: RunSettings;
  /** What the file has set so far. */
  readonly sets: readonly string[];
}

/** In one round trip, and one more after an error; null: it holds. */
async function askOne(
  asking: Asking,
  statement: Statement,
  kind: QuestionKind,
): Promise<QuestionProblem | null> {
  const { session, asked, settings, sets } = asking;
  const found = (message: string, hint?: string) =>
    makeProblem(asked, { kind: "broken", message, hint, at: statement, statement });
  if (kind === "other")
    return found("This is no question: only queries are run here, in a read-only transaction.");
  const question = partOf(statement, 0);
  const traces = own(READ_TRACES);
  // One of the settings is a query: after it the server lets no SET make the transaction writable.
  const head = [`BEGIN ${READING_MODE}`, ...questionSettings(settings), ...sets].map(own);
  const hearing = new Hearing(question, traces);
  try {
    await session.send([...head, question, traces, own("ROLLBACK")], hearing.observer);
  } catch (error) {
    return await afterError(asking, statement, error);
  }
  const left = tracesOf(hearing.said);
  if (left.holdsAdvisoryLock) await session.query("SELECT pg_catalog.pg_advisory_unlock_all()");
  const trace = describeTraces(left);
  if (trace !== null) return found(trace, "Questions only read: ask without what locks or writes.");
  if (kind !== "query" || hearing.wrongAnswer === null) return null;
  return { ...found(hearing.wrongAnswer), kind: "wrong" };
}

/** Rejects with `error` where it is not the server's answer. */
async function afterError(
  { session, asked }: Asking,
  statement: Statement,
  error: unknown,
): Promise<QuestionProblem> {
  const server = error instanceof MessageError ? serverErrorOf(error.cause) : null;
  if (server === null || !(error instanceof MessageError) || session.lost.aborted) throw error;
  await session.query("ROLLBACK");
  const { at } = findFailed(statement, server, error);
  return makeProblem(asked, {
    kind: isBrokenState(server.sqlState) ? "broken" : "wrong",
    message: `${server.message} [${server.sqlState}]`,
    hint: hintForQuestion(server),
    at,
    statement,
    server,
  });
}
