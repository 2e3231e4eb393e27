import { makeTokens } from "../files/sql/make-tokens.ts";
import { setsSession } from "../files/sql/session-state.ts";
import type { Statement } from "../files/sql/statement.ts";
import type { Resume } from "../plan/plan.ts";
import { own, type Part } from "./part.ts";
import { UNLIMITED } from "./session-settings.ts";

/** A stage with none of the statements that are left. */
interface Between {
  readonly parts: readonly Part[];
  readonly statementsDone: 0;
  readonly isRecorded: true;
  readonly message: "alone" | "joined";
  readonly completedBy: null;
}

const BETWEEN = { statementsDone: 0, isRecorded: true, completedBy: null } as const;

/**
 * What stands between the row that is taken up again and the first statement that is left: what the done statements have
 * set in their session, in their order among the limits (`limited`) that were set after those without any; then, without
 * limits, what clears away what was left, each in a message of its own. Empty where there is nothing of both.
 */
export function resumeStages(
  { whole, done, cleanUp }: Resume,
  limited: readonly string[],
): readonly Between[] {
  const stages: Between[] = [];
  const joined = (sql: readonly string[]) =>
    stages.push({ ...BETWEEN, message: "joined", parts: sql.map(own) });
  const alone = (sql: string) => stages.push({ ...BETWEEN, message: "alone", parts: [own(sql)] });
  let needsLimits = false;
  for (const statement of whole.statements.slice(0, done)) {
    needsLimits ||= isConcurrent(statement);
    if (!setsSession(statement)) continue;
    if (needsLimits) joined(limited);
    needsLimits = false;
    // DISCARD ALL may not run with others.
    alone(statement.sql);
  }
  if (cleanUp.length > 0) joined(UNLIMITED);
  for (const sql of cleanUp) alone(sql);
  if (needsLimits || cleanUp.length > 0) joined(limited);
  return stages;
}

/** Far behind the place where CONCURRENTLY can stand; an INSERT of megabytes has millions. */
const CONCURRENT_TOKENS = 64;

/** True for a statement that waits for others without keeping anybody waiting, and is left half-done where it is stopped. */
export const isConcurrent = (statement: Statement): boolean =>
  makeTokens(statement.head, CONCURRENT_TOKENS).some(
    ({ kind, text }) => kind === "word" && text === "concurrently",
  );
