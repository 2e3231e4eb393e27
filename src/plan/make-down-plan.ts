import type { MigrationFile, MigrationSet } from "../files/migration-file.ts";
import { compareOrder } from "../files/order.ts";
import type { DownRange, LedgerName } from "../inputs/inputs.ts";
import type { Ledger, LedgerRow } from "../ledger/ledger.ts";
import { chooseDown, type Recorded } from "./choose-down.ts";
import type { PlanRules } from "./choose-up.ts";
import { makeDigest } from "./digest.ts";
import { downRefusals, laterApplied } from "./down-refusals.ts";
import { isApplied } from "./ledger-refusals.ts";
import { makePlan } from "./make-plan.ts";
import { isEmptyStep, makeDownStep, makeResumingStep, type Returnable } from "./make-step.ts";
import type { Match } from "./match-ledger.ts";
import type { Plan, Refusal, Step } from "./plan.ts";
import { goesOnBack, isUnfinished } from "./unfinished.ts";

/** What the user decided about a plan down. */
export interface DownRules extends Omit<PlanRules, "range" | "halfWay"> {
  readonly range: DownRange;
}

/** Nothing of what is pending. */
const NO_STEPS = { target: null, version: null, steps: 0 } as const;

/**
 * The plan that takes back what is applied in the range, the newest first: pure and total. Repeatable migrations are
 * not taken back, and what is pending stands in nobody's way. What is wrong with files and rows that stay is a notice.
 */
export function makeDownPlan(set: MigrationSet, ledger: Ledger, rules: DownRules): Plan {
  const standing = makePlan(set, ledger, {
    ...rules,
    range: NO_STEPS,
    outOfOrder: "allow",
    halfWay: "refuse",
  });
  const applied = recordedFiles(standing.match);
  const { chosen, refusals: wrong } = chooseDown(applied, set, rules.range);
  const steps = chosen.flatMap(({ file, row }) =>
    file.down === null ? [] : [stepBack({ file, down: file.down, row }, rules.ledger)],
  );
  const inTheWay = standing.refusals.filter((refusal) => concerns(refusal, chosen, standing.match));
  const later = laterApplied(chosen, applied);
  const isLaterRefused = rules.range.batch !== null && rules.outOfOrder === "refuse";
  return {
    ...standing,
    digest: makeDigest({
      target: rules.target,
      head: { version: standing.currentVersion, applied: standing.applied.length },
      steps,
    }),
    steps,
    refusals: [
      ...inTheWay.map(forTheWayBack),
      ...wrong,
      ...(later !== null && isLaterRefused ? [later] : []),
      ...downRefusals(chosen, steps, { ledger: rules.ledger, layout: set.layout }),
    ],
    notices: [
      ...standing.refusals
        .filter((refusal) => !inTheWay.includes(refusal) && refusal.code !== "PLAN_UNFINISHED")
        .map(({ message }) => `${message} It stays as it is.`),
      ...(later !== null && !isLaterRefused ? [later.message] : []),
      ...steps.filter(isEmptyStep).map(emptyNotice),
    ],
  };
}

function recordedFiles({ files }: Match): readonly Recorded[] {
  return files
    .flatMap(({ file, row }) =>
      row !== null && file.kind === "versioned" && (isApplied(row) || isHalfBack(file, row))
        ? [{ file, row }]
        : [],
    )
    .reverse();
}

/** True where the way back of `file` was left half-way, and goes on. */
const isHalfBack = ({ down }: MigrationFile, row: LedgerRow): boolean =>
  down !== null && isUnfinished(row) && goesOnBack(down, row);

function stepBack(taken: Returnable & { readonly row: LedgerRow }, ledger: LedgerName): Step {
  const step = makeDownStep(taken, ledger);
  return isUnfinished(taken.row) ? makeResumingStep(step, taken.row) : step;
}

/**
 * False for an edited file that stays, and for a row without a file that is older than all that is taken back and of
 * no batch of theirs: `up` will tell of them.
 */
function concerns({ code, version }: Refusal, chosen: readonly Recorded[], match: Match): boolean {
  const oldest = chosen.at(-1)?.file.version;
  if (oldest === undefined) return true;
  const isGoingOn = chosen.some(({ file, row }) => file.version.text === version && isUnfinished(row));
  if (code === "PLAN_UNFINISHED" && isGoingOn) return false;
  if (code === "PLAN_EDITED") return chosen.some(({ file }) => file.version.text === version);
  if (code !== "PLAN_MISSING") return true;
  const orphan = match.orphans.find(({ row }) => row.version === version);
  if (orphan === undefined || compareOrder(orphan.version, oldest) > 0) return true;
  return orphan.row.batch !== null && chosen.some(({ row }) => row.batch === orphan.row.batch);
}

/** What to do about an edited file is another thing when it is to be taken back. */
function forTheWayBack(refusal: Refusal): Refusal {
  if (refusal.code !== "PLAN_EDITED") return refusal;
  const hint =
    "Its way back was written for one of the two. Restore the file as it was applied, and its way back with it.";
  return { ...refusal, hint };
}

function emptyNotice({ file, source }: Step): string {
  return `${source.file} has no statement to take ${file.version.text} back: only the ledger changes.`;
}
