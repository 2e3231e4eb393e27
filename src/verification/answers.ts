import type { ServerError } from "../database/server-error.ts";
import type { MigrateError } from "../errors.ts";
import type { Statement } from "../files/sql/statement.ts";

/** The answers to one file of questions. */
export interface Answers {
  /** How many the file has; what it sets for them does not count. */
  readonly questions: number;
  /** How many of them were answered with true. */
  readonly held: number;
  /** One for each that was not, and for what else is wrong with the file, in their order. */
  readonly problems: readonly QuestionProblem[];
}

/** A question that does not hold. */
export interface QuestionProblem {
  /**
   * wrong: its answer is not true, or an error that rows can be the reason of · broken: it cannot be answered with true,
   * whatever the rows are: it is no question, names what is not there, or does more than read.
   */
  readonly kind: "wrong" | "broken";
  /** What came of it, a sentence or two, without its place. */
  readonly message: string;
  /** VERIFY_FAILED, with the place. */
  readonly error: MigrateError;
  /** What the server said, and of what; null where it gave rows, or was not asked. */
  readonly refused: { readonly server: ServerError; readonly statement: Statement } | null;
}
