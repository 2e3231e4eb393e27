import type { MigrationSet } from "../files/migration-file.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { type ChosenUp, chooseUp, type PlanRules } from "./choose-up.ts";
import { completePlan } from "./complete-plan.ts";
import { makeResumingStep, makeUpStep } from "./make-step.ts";
import type { Plan } from "./plan.ts";

/**
 * The plan for `set` over `ledger`: pure and total. What must not run is in its refusals. A repeatable migration is
 * pending until its checksum is that on record, and comes after all others. As in Flyway, a `target` that is none of
 * them leaves them all in: they hold whatever the version; `steps` counts them as the last, and `version` takes one alone.
 */
export function makePlan(set: MigrationSet, ledger: Ledger, rules: PlanRules): Plan {
  return planOf(chooseUp(set, ledger, rules), rules);
}

/** The plan of what is `chosen`: its files are read as SQL only now. */
export function planOf(chosen: ChosenUp, rules: PlanRules): Plan {
  const steps = chosen.files.map(({ file, replaces, resumes }) => {
    const step = makeUpStep(file, rules.ledger, replaces);
    return resumes === null ? step : makeResumingStep(step, resumes);
  });
  return completePlan(chosen, steps, rules.target);
}
