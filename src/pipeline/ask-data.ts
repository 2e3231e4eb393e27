import { askQuestions } from "../database/ask-questions.ts";
import type { Session } from "../database/session.ts";
import { askedOf, makeAnswered } from "../preflight/make-answered.ts";
import { makeQuestions, type PreflightQuestion } from "../preflight/make-questions.ts";
import { withViolations } from "../preflight/make-violation-hazards.ts";
import { type Flow, keep } from "./flow.ts";

/**
 * Asks the target what pending statements depend on in its rows, until `deadline` (as performance.now() counts) at most;
 * puts the answers into the draft, and a hazard for each row that is in the way.
 */
export async function askData(
  flow: Flow,
  session: Session,
  question: PreflightQuestion,
  deadline: number,
): Promise<void> {
  const questions = makeQuestions(question);
  const answers = await askQuestions(session, askedOf(questions), {
    role: flow.inputs.role,
    deadline,
    signal: flow.world.signal,
  });
  const preflight = makeAnswered(questions, answers);
  const hazards = flow.draft.hazards ?? new Map();
  keep(flow, { preflight, hazards: withViolations(hazards, preflight, question.steps) });
}
