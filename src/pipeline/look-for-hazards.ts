import { readCatalogFacts } from "../database/read-catalog-facts.ts";
import type { Session } from "../database/session.ts";
import { findHazards, type HazardQuestion } from "../hazards/find-hazards.ts";
import { mentionedNames } from "../hazards/mentioned-names.ts";
import { parseSteps } from "../syntax/parse-steps.ts";
import { loadParser } from "../syntax/parser.ts";
import { type Flow, keep, type Planned } from "./flow.ts";

/** Puts the hazards of the plan's statements into the draft, and returns what they were found with. */
export async function lookForHazards(
  flow: Flow,
  session: Session,
  { plan, facts: { major } }: Planned,
): Promise<HazardQuestion> {
  const { role, rehearsal } = flow.inputs;
  const parse = await loadParser();
  const steps = parseSteps(plan.steps, parse);
  const limit = { role, limitMs: rehearsal.budgetMs / 2, major };
  const facts = await readCatalogFacts(session, mentionedNames(steps), limit);
  const question = { steps, facts, server: { major }, parse };
  keep(flow, { hazards: findHazards(question) });
  return question;
}
