import type { CatalogFacts } from "../database/catalog-facts.ts";
import { readCatalogFacts } from "../database/read-catalog-facts.ts";
import type { Session } from "../database/session.ts";
import { findHazards, type HazardQuestion } from "../hazards/find-hazards.ts";
import { mentionedNames } from "../hazards/mentioned-names.ts";
import { parseSteps } from "../syntax/parse-steps.ts";
import { loadParser } from "../syntax/parser.ts";
import type { Budget } from "./budget.ts";
import { type Flow, keep, type Planned } from "./flow.ts";

/**
 * Reads of the target's catalog what the plan's statements touch, and puts their hazards into the draft. Resolves to what they
 * were found from. Of an empty database nothing is asked.
 */
export async function lookForHazards(
  flow: Flow,
  session: Session,
  { plan, facts }: Planned,
  { isEmpty, budget }: { readonly isEmpty: boolean; readonly budget: Budget },
): Promise<HazardQuestion> {
  const { role } = flow.inputs;
  const parse = await loadParser();
  const steps = parseSteps(plan.steps, parse);
  const { major } = facts;
  const catalog = isEmpty
    ? NOTHING_THERE
    : await budget.spend((limitMs) =>
        readCatalogFacts(session, mentionedNames(steps), { role, limitMs, major }),
      );
  const question = { steps, facts: catalog, server: { major }, parse };
  keep(flow, { hazards: findHazards(question) });
  return question;
}

/** The catalog of a database in which nothing is. */
const NOTHING_THERE: CatalogFacts = {
  searchPath: ["public"],
  timeZone: "",
  relations: [],
  types: [],
  functions: [],
  useSince: null,
  incomplete: [],
};
