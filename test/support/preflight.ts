import { askQuestions } from "../../src/database/ask-questions.ts";
import type { CatalogFacts } from "../../src/database/catalog-facts.ts";
import { makeConnector } from "../../src/database/connector.ts";
import { readCatalogFacts } from "../../src/database/read-catalog-facts.ts";
import { mentionedNames } from "../../src/hazards/mentioned-names.ts";
import type { ConnectionSettings } from "../../src/inputs/inputs.ts";
import { type Answered, askedOf, makeAnswered } from "../../src/preflight/make-answered.ts";
import { makeQuestions } from "../../src/preflight/make-questions.ts";
import { parseSteps } from "../../src/syntax/parse-steps.ts";
import { parse } from "./hazard-values.ts";
import { makeStep } from "./plan-values.ts";

/** What a test wants otherwise than it most often is. */
export interface PreflightWanted {
  readonly role?: string | null;
  readonly budgetMs?: number;
  /** What is done when the questions are made and before they are asked. */
  readonly before?: () => Promise<unknown>;
}

/** What pending files with these texts ask of the rows of a server's database, and its answers. */
export async function answersOf(
  settings: ConnectionSettings,
  major: number,
  texts: readonly string[],
  { role = null, budgetMs = 10_000, before }: PreflightWanted = {},
): Promise<readonly Answered[]> {
  const steps = parseSteps(
    texts.map((text, index) => makeStep(`00${index + 1}_pending`, text)),
    parse,
  );
  const session = await makeConnector(settings, 10_000).open();
  try {
    const limit = { role, limitMs: 10_000, major };
    const facts: CatalogFacts | null = await readCatalogFacts(session, mentionedNames(steps), limit);
    const questions = makeQuestions({ steps, facts, server: { major }, parse });
    await before?.();
    const answers = await askQuestions(session, askedOf(questions), {
      role,
      deadline: performance.now() + budgetMs,
      signal: new AbortController().signal,
    });
    return makeAnswered(questions, answers);
  } finally {
    await session.close();
  }
}

/** `Are there …? violated 2 [1] [2]`: a line for each, for short expectations. */
export const told = (answered: readonly Answered[]): readonly string[] =>
  answered.map(({ question: { question }, answer }) => {
    if (answer.answer === "holds") return `${question} holds`;
    if (answer.answer === "not-answered") return `${question} not answered: ${answer.why}`;
    const keys = answer.keys.map((key) => `[${key.join(", ")}]`).toSorted();
    return [question, "violated", `${answer.isExact ? "" : "over "}${answer.count}`, ...keys].join(" ");
  });
