import type { Answer, AskedQuestion } from "../database/ask-questions.ts";
import type { Question } from "./question.ts";

/** A question with its answer, for the state in which its statement will run. */
export interface Answered {
  readonly question: Question;
  readonly answer: Answer;
}

/** `questions` with what the target said to those that could be asked, in their order, as far as it still says something then. */
export function makeAnswered(
  questions: readonly Question[],
  answers: readonly Answer[],
): readonly Answered[] {
  let next = 0;
  return questions.map((question) => {
    if ("why" in question.sql) return { question, answer: notAnswered(question.sql.why) };
    const answer = answers[next++] ?? notAnswered("it was not asked");
    return { question, answer: doubted(question, answer) };
  });
}

/** The SQL of those of `questions` that the target can answer, in their order. */
export const askedOf = (questions: readonly Question[]): readonly AskedQuestion[] =>
  questions.flatMap(({ sql }) => ("why" in sql ? [] : [sql]));

function doubted({ doubts }: Question, answer: Answer): Answer {
  const why =
    answer.answer === "holds" ? doubts.ifHolds : answer.answer === "violated" ? doubts.ifViolated : null;
  return why === null ? answer : notAnswered(why);
}

const notAnswered = (why: string): Answer => ({ answer: "not-answered", why });
