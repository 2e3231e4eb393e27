import type { MigrationSet } from "../files/migration-file.ts";
import type { LedgerName } from "../inputs/inputs.ts";
import type { Ledger, LedgerRow } from "../ledger/ledger.ts";
import { isTakingBack } from "../ledger/taking-back.ts";
import type { PlanRules } from "./choose-up.ts";
import { makeDigest } from "./digest.ts";
import { findFile } from "./find-file.ts";
import { makePlan } from "./make-plan.ts";
import { makeDownStep, makeResumingStep, makeUpStep } from "./make-step.ts";
import type { Match } from "./match-ledger.ts";
import type { Plan, Step } from "./plan.ts";
import { isUnfinished } from "./unfinished.ts";

/** What a repair is about. */
export interface RepairRules extends Omit<PlanRules, "range" | "halfWay" | "outOfOrder"> {
  /** As typed; null: all that was left half-way. */
  readonly version: string | null;
}

const NO_STEPS = { target: null, version: null, steps: 0 } as const;

/**
 * What would go on of all that was left half-way, each from where its row says, whatever became of its file since; one
 * migration of `version` alone. What stands in the way of an `up` does not matter here. Pure and total.
 */
export function makeRepairPlan(set: MigrationSet, ledger: Ledger, rules: RepairRules): Plan {
  const { version, ...planning } = rules;
  const standing = makeStandingPlan(set, ledger, planning);
  const only = version === null ? null : findFile(version, set);
  const asked = (file: Match["files"][number]["file"]) => version === null || file === only;
  const steps = standing.match.files.flatMap(({ file, row }) =>
    row !== null && isUnfinished(row) && asked(file) ? goingOn(file, row, rules.ledger) : [],
  );
  const refusals = standing.refusals.filter(
    ({ code }) => code === "LEDGER_FOREIGN" || code === "PLAN_DUPLICATE",
  );
  return withSteps({ ...standing, refusals, notices: [] }, steps, rules.target);
}

/** How files and ledger stand, with all that an `up` would be refused for but order; it has no steps. Pure and total. */
export function makeStandingPlan(
  set: MigrationSet,
  ledger: Ledger,
  rules: Omit<RepairRules, "version">,
): Plan {
  return makePlan(set, ledger, { ...rules, range: NO_STEPS, outOfOrder: "allow", halfWay: "refuse" });
}

/** `plan` of other steps. */
export function withSteps(plan: Plan, steps: readonly Step[], target: PlanRules["target"]): Plan {
  const head = { version: plan.currentVersion, applied: plan.applied.length };
  return { ...plan, steps, digest: makeDigest({ target, head, steps }) };
}

function goingOn(file: Match["files"][number]["file"], row: LedgerRow, ledger: LedgerName): readonly Step[] {
  if (!isTakingBack(row)) return [makeResumingStep(makeUpStep(file, ledger), row)];
  const { down } = file;
  return down === null ? [] : [makeResumingStep(makeDownStep({ file, down, row }, ledger), row)];
}
