import { identifier } from "./quote.ts";
import { limitedReading } from "./reading-settings.ts";
import { serverErrorOf } from "./server-error.ts";
import type { Row, Session } from "./session.ts";

/** A question about rows, as SQL: both are a SELECT with one column, `key`, a JSON array of a row's key or null. */
export interface AskedQuestion {
  /** Has a row where the answer is yes; the cheapest form. */
  readonly first: string;
  /** Has each row that is in the way, with its key. */
  readonly rows: string;
  /** Schemas that names without one are looked for in, in order. */
  readonly searchPath: readonly string[];
}

/**
 * holds: no row is in the way · violated: `count` rows are, more where it is not exact; `keys` of at most five of them ·
 * not-answered: for the reason `why`, one phrase, in which nothing of the server's words or of any row is.
 */
export type Answer =
  | { readonly answer: "holds" }
  | {
      readonly answer: "violated";
      readonly count: number;
      readonly isExact: boolean;
      readonly keys: readonly Key[];
    }
  | { readonly answer: "not-answered"; readonly why: string };

/** The values of a row's key as text, in the order of its columns, each of at most 100 characters. */
export type Key = readonly string[];

/** What all questions together are limited by. */
export interface AskLimits {
  /** The role of the migrations; null: the user itself. */
  readonly role: string | null;
  /** As performance.now() counts: what is not answered then is left. */
  readonly deadline: number;
  readonly signal: AbortSignal;
}

/** Up to here rows are counted; then there are more. */
const MOST_COUNTED = 1_000;

/** So many keys are shown. */
const MOST_KEYS = 5;

/** Longest wait for a lock: who waits for ACCESS SHARE keeps nobody else waiting, and yet it is time of the budget. */
const LOCK_WAIT_MS = 200;

/**
 * The answer to each of `questions`, in their order. Each is asked in a READ ONLY transaction of its own, so that one that
 * fails or takes too long ends no other; all are asked whether there is any row before rows are counted, because an
 * answer in time matters more than how many. Nothing stronger than ACCESS SHARE is taken. Rejects only when the
 * connection is lost or the run cancelled.
 */
export async function askQuestions(
  session: Session,
  questions: readonly AskedQuestion[],
  limits: AskLimits,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const [index, question] of questions.entries())
    answers.push(
      await askOne(session, question.first, question, 1, shareOf(limits, questions.length - index)),
    );
  const violated = answers.filter(({ answer }) => answer === "violated").length;
  let counted = 0;
  for (const [index, question] of questions.entries()) {
    const first = answers[index];
    if (first?.answer !== "violated") continue;
    const share = shareOf(limits, violated - counted++);
    const all = await askOne(session, question.rows, question, MOST_COUNTED + 1, share);
    // In time there was one at least, and nobody takes that back.
    answers[index] = all.answer === "violated" ? all : first;
  }
  return answers;
}

interface Share extends AskLimits {
  readonly limitMs: number;
}

/** What is left, shared among so many. */
function shareOf(limits: AskLimits, count: number): Share {
  return { ...limits, limitMs: Math.floor((limits.deadline - performance.now()) / count) };
}

async function askOne(
  session: Session,
  sql: string,
  { searchPath }: AskedQuestion,
  most: number,
  { role, signal, limitMs }: Share,
): Promise<Answer> {
  signal.throwIfAborted();
  if (limitMs < 1) return notAnswered("no time was left for it");
  const path = searchPath.map(identifier).join(", ") || "''";
  const begin = [
    ...limitedReading(limitMs, LOCK_WAIT_MS, role),
    `SET LOCAL search_path = ${path}`,
    // Rows that a policy hides are in the way all the same: an error is better than half an answer.
    "SET LOCAL row_security = off",
  ];
  try {
    const results = await session.queries([...begin, countQuery(sql, most), "ROLLBACK"].join(";\n"));
    return answerOf(results[begin.length]?.[0], most);
  } catch (error) {
    const server = serverErrorOf(error);
    if (server === null || session.lost.aborted) throw error;
    await session.query("ROLLBACK");
    return notAnswered(reasonOf(server.sqlState, limitMs));
  }
}

const countQuery = (sql: string, most: number): string =>
  `WITH found AS (SELECT key FROM (${sql}\n) AS r LIMIT ${most})
SELECT (SELECT pg_catalog.count(*) FROM found)::pg_catalog.int4 AS count,
  (SELECT pg_catalog.json_agg(k.key) FROM (SELECT key FROM found WHERE key IS NOT NULL LIMIT ${MOST_KEYS}) AS k) AS keys`;

function answerOf(row: Row | undefined, most: number): Answer {
  const count = Number(row?.["count"] ?? 0);
  if (count === 0) return { answer: "holds" };
  const isExact = count < most;
  const keys = (row?.["keys"] ?? []) as readonly (readonly unknown[])[];
  return {
    answer: "violated",
    count: isExact ? count : Math.max(1, most - 1),
    isExact,
    keys: keys.map((key) => key.map((value) => String(value ?? "NULL"))),
  };
}

const notAnswered = (why: string): Answer => ({ answer: "not-answered", why });

/** What the server says itself may quote a row. */
function reasonOf(sqlState: string, limitMs: number): string {
  switch (sqlState) {
    case "57014":
      return `the server had not answered after ${limitMs} ms, its share of \`rehearsal-budget\``;
    case "55P03":
      return "another session holds a lock on what it reads";
    case "42501":
      return "the user may not read all of it (SELECT, and no row-level security in the way)";
    default:
      return `the server could not evaluate it (SQLSTATE ${sqlState})`;
  }
}
