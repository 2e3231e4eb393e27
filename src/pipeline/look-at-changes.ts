import type { CatalogFacts } from "../database/catalog-facts.ts";
import { readCatalogFacts } from "../database/read-catalog-facts.ts";
import { NEWEST_MAJOR, readServerFacts } from "../database/server-facts.ts";
import type { Session } from "../database/session.ts";
import { findHazards } from "../hazards/find-hazards.ts";
import { mentionedNames } from "../hazards/mentioned-names.ts";
import type { CheckPlan } from "../plan/make-check-plan.ts";
import type { ParsedStep } from "../syntax/parse-steps.ts";
import { parseSteps } from "../syntax/parse-steps.ts";
import { loadParser, type Parse } from "../syntax/parser.ts";
import { askData } from "./ask-data.ts";
import { Budget } from "./budget.ts";
import { beginCount } from "./count-traffic.ts";
import { type Flow, keep } from "./flow.ts";
import { judgeRehearsal } from "./judge-rehearsal.ts";
import type { LookedAt } from "./look-at-target.ts";
import { onUsable } from "./sessions.ts";

/** A look at what a pull request's migrations do, begun. */
export interface ChangesLook {
  /** To be told when `site` has what the base branch makes. */
  readonly onBaseBuilt: (site: Session) => Promise<void>;
  /** Puts what else there is to see into the draft. */
  readonly finish: () => Promise<void>;
}

/**
 * Begins to look for the hazards of a check's changes: on the database that is given beside, with its sizes and rows, after
 * all that is pending there; else on the site when the base branch is built, where every table counts as big.
 */
export async function beginChangesLook(
  flow: Flow,
  { plan, entries }: CheckPlan,
  target: LookedAt | null,
): Promise<ChangesLook> {
  const parse = await loadParser();
  if (target === null) return onSite(flow, parseSteps(plan.steps, parse), parse);
  const pending = new Set(target.pending);
  const steps = entries.map(({ step }) => step).filter(({ file }) => pending.has(file.version.text));
  return onTarget(flow, parseSteps(steps, parse), parse, target);
}

function onSite(flow: Flow, steps: readonly ParsedStep[], parse: Parse): ChangesLook {
  return {
    onBaseBuilt: async (site) => {
      const { major } = await readServerFacts(site);
      const limit = { role: null, limitMs: flow.inputs.rehearsal.budgetMs, major };
      const found = await readCatalogFacts(site, mentionedNames(steps), limit);
      const facts = found === null ? null : withoutSizes(found);
      keep(flow, { hazards: findHazards({ steps, facts, server: { major }, parse }) });
    },
    finish: async () => {
      if (flow.draft.hazards !== null) return judgeRehearsal(flow, { steps, parse, target: null });
      // Nothing could be run, and no server says which it is: what the words alone say.
      keep(flow, { hazards: findHazards({ steps, facts: null, server: { major: NEWEST_MAJOR }, parse }) });
    },
  };
}

async function onTarget(
  flow: Flow,
  steps: readonly ParsedStep[],
  parse: Parse,
  { session, facts: { major } }: LookedAt,
): Promise<ChangesLook> {
  const { inputs, world } = flow;
  const budget = new Budget(inputs.rehearsal.budgetMs);
  const facts = await budget.spend((limitMs) =>
    readCatalogFacts(session, mentionedNames(steps), { role: inputs.role, limitMs, major }),
  );
  const question = { steps, facts, server: { major }, parse };
  keep(flow, { hazards: findHazards(question) });
  const count = await beginCount(session, facts, { major, budget, signal: world.signal });
  await budget.spend((leftMs) => askData(flow, session, question, performance.now() + leftMs / 2));
  return {
    onBaseBuilt: async () => {},
    finish: async () => {
      const { session: own, value: blastRadius } = await onUsable(flow, session, count.finish);
      keep(flow, { blastRadius });
      await judgeRehearsal(flow, { steps, parse, target: { session: own, major, leftMs: budget.leftMs } });
    },
  };
}

/** A site's tables are empty, and nobody uses them: that says nothing about those of a real database. */
function withoutSizes(facts: CatalogFacts): CatalogFacts {
  const relations = facts.relations.map((relation) => ({
    ...relation,
    rows: null,
    sizeBytes: null,
    totalBytes: null,
    use: null,
  }));
  return { ...facts, relations };
}
