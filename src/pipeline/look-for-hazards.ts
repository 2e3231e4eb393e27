import { findHazards } from "../hazards/find-hazards.ts";
import { parseSteps } from "../syntax/parse-steps.ts";
import { loadParser } from "../syntax/parser.ts";
import { type Flow, keep, type Planned } from "./flow.ts";

/** Puts the hazards of the plan's statements into the draft. */
export async function lookForHazards(flow: Flow, { plan, facts }: Planned): Promise<void> {
  const parse = await loadParser();
  const steps = parseSteps(plan.steps, parse);
  keep(flow, { hazards: findHazards({ steps, facts: null, server: { major: facts.major }, parse }) });
}
