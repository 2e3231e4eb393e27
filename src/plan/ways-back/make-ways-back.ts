import type { Layout } from "../../files/migration-file.ts";
import type { LedgerName } from "../../inputs/inputs.ts";
import { makeDigest, type TargetIdentity } from "../digest.ts";
import { makeDownStep } from "../make-step.ts";
import type { Plan, Step } from "../plan.ts";
import { backNotices, backRefusals, hasVerification, isSafeBack } from "./judge-ways-back.ts";

/** For which database, and in which ledger, a plan is made that takes back what it applied when a later one fails. */
export interface BackRules {
  readonly target: TargetIdentity;
  readonly ledger: LedgerName;
  readonly layout: Layout;
}

/**
 * `plan`, of steps up, with the ways back of what it applies (`Plan.waysBack`), and refused where one of them is missing
 * that may be needed: DOWN_MISSING, DOWN_DROPS_LEDGER, or what lies in its text. Behind the last step nothing can fail
 * but a verification: where there is none, it needs no way back. Pure and total.
 */
export function withWaysBack(plan: Plan, rules: BackRules): Plan {
  const waysBack = makeWaysBack(plan.steps, rules.ledger);
  const needed = hasVerification(plan.steps) ? plan.steps : plan.steps.slice(0, -1);
  return {
    ...plan,
    waysBack,
    digest: digestWith(plan, waysBack, rules.target),
    refusals: [...plan.refusals, ...backRefusals(plan.steps, needed, waysBack, rules)],
    notices: [...plan.notices, ...backNotices(plan.steps)],
  };
}

/** The digest of `plan` as it would be if these were its ways back; none: if what it applied stayed. */
export function digestWith(
  { currentVersion, applied, steps }: Plan,
  waysBack: readonly Step[],
  target: TargetIdentity,
): string {
  return makeDigest({ target, head: { version: currentVersion, applied: applied.length }, steps, waysBack });
}

/**
 * The ways back of `steps`, of the last one first, whole, whatever of a step an earlier run has done. Those without one
 * are left out; so is the last one's where it must not be run, as that is never needed.
 */
export function makeWaysBack(steps: readonly Step[], ledger: LedgerName): readonly Step[] {
  const ways = steps.flatMap(({ file }) => {
    const { down, kind } = file;
    return down === null || kind === "repeatable" ? [] : [makeDownStep({ file, down, row: null }, ledger)];
  });
  const last = ways.at(-1);
  const isSpare = last !== undefined && last.file === steps.at(-1)?.file && !hasVerification(steps);
  return (isSpare && !isSafeBack(last, ledger) ? ways.slice(0, -1) : ways).toReversed();
}
