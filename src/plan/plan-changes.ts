import { makeScript } from "../files/make-script.ts";
import type { MigrationFile } from "../files/migration-file.ts";
import type { LedgerName } from "../inputs/inputs.ts";
import {
  type Fingerprints,
  headPrint,
  parseFingerprints,
  SUM_MODULUS,
  stepNumber,
  sumPrints,
  type TargetIdentity,
  targetPrint,
  versionsPrint,
} from "./digest.ts";
import { likelyLists, type Moves, type PastStand, pastStands } from "./past-stands.ts";
import type { Plan, Step } from "./plan.ts";
import { digestWith, makeWaysBack } from "./ways-back/make-ways-back.ts";

/** What is compared with the plan that was reviewed, of which nothing is there but its digest. */
export interface ReviewQuestion {
  readonly expected: string;
  readonly plan: Plan;
  readonly direction: Step["direction"];
  readonly target: TargetIdentity;
  readonly ledger: LedgerName;
}

/**
 * What has changed since the review.
 * other-on-failure: all is the same but what becomes of what is applied when a later one fails ·
 * not-comparable: the digest has nothing in common with today's plan · other-target: it was made for another database ·
 * other-stand: the ledger was at a point that cannot be told any more · other-files: so it is with the list of
 * migrations, over a ledger at a known point · known: all of it is known.
 */
export type PlanChanges =
  | { readonly kind: "other-on-failure" | "not-comparable" | "other-target" | "other-stand" }
  | ({ readonly kind: "other-files" } & Moves)
  | KnownChanges;

/** The plan that was reviewed could be made again, but for texts that are no longer there. */
export interface KnownChanges extends Moves {
  readonly kind: "known";
  /** What it was made of, in its order. */
  readonly reviewed: readonly MigrationFile[];
  /** Steps of today's plan that it did not have. */
  readonly added: readonly MigrationFile[];
  /** What it had, what is still to be done, and what today's plan does not have. */
  readonly notAsked: readonly MigrationFile[];
  /** Whose text, name or header is another; several: more than one, which ones cannot be told. */
  readonly edited: MigrationFile | "several" | null;
}

/**
 * What has changed since the plan with the digest `expected` was made: found by making again the plans that may have
 * been, until one has the same fingerprints. Right but for one case in thousands: to name a change, not to let one pass.
 */
export function namePlanChanges(question: ReviewQuestion): PlanChanges {
  const then = parseFingerprints(question.expected);
  const today = parseFingerprints(question.plan.digest);
  if (then === null || today === null) return { kind: "not-comparable" };
  if (isOtherOnFailure(question)) return { kind: "other-on-failure" };
  const stands = [...pastStands(question.plan)].filter(({ head }) => headPrint(head) === then.head);
  if (then.target !== targetPrint(question.target)) {
    const isStrange = stands.length === 0 && then.versions !== today.versions;
    return { kind: isStrange ? "not-comparable" : "other-target" };
  }
  for (const stand of stands) {
    const found = findList(question, stand, then);
    if (found !== null) return found;
  }
  const [stand] = stands;
  if (stand === undefined) return { kind: "other-stand" };
  return { kind: "other-files", applied: stand.applied, takenBack: stand.takenBack };
}

/** True when nothing of what was reviewed is left to do, and nothing else was done in its place. */
export function isDoneSince(changes: PlanChanges): changes is KnownChanges {
  if (changes.kind !== "known" || changes.edited !== null) return false;
  const { reviewed, applied, takenBack } = changes;
  const moved = new Set([...applied.map(({ file }) => file), ...takenBack]);
  return reviewed.every((file) => moved.has(file));
}

function isOtherOnFailure({ expected, plan, direction, target, ledger }: ReviewQuestion): boolean {
  if (direction === "down" || expected === plan.digest) return false;
  const other = plan.waysBack.length > 0 ? [] : makeWaysBack(plan.steps, ledger);
  return digestWith(plan, other, target) === expected;
}

function findList(question: ReviewQuestion, stand: PastStand, then: Fingerprints): KnownChanges | null {
  const { direction, plan } = question;
  const returnable = stand.done.filter(({ kind, down }) => kind === "versioned" && down !== null).reverse();
  for (const reviewed of likelyLists(direction === "up" ? stand.open : returnable)) {
    const keys = reviewed.map(({ version }) => version.key);
    if (versionsPrint(keys, direction) !== then.versions) continue;
    const { applied, takenBack } = stand;
    const moved = new Set([...applied.map(({ file }) => file), ...takenBack]);
    const steps = plan.steps.map(({ file }) => file);
    return {
      kind: "known",
      ...{ applied, takenBack, reviewed },
      added: steps.filter((file) => !reviewed.includes(file)),
      notAsked: reviewed.filter((file) => !moved.has(file) && !steps.includes(file)),
      edited: findEdited(question, reviewed, then),
    };
  }
  return null;
}

/** One step that has changed moves the sum by its difference, and the placed sum by that times its place. */
function findEdited(
  { direction, ledger }: ReviewQuestion,
  reviewed: readonly MigrationFile[],
  then: Fingerprints,
): KnownChanges["edited"] {
  const numbers = reviewed.map((file) => stepNumber(numberedStep(file, direction, ledger)));
  const [sum, placedSum] = sumPrints(numbers);
  const moved = difference(then.sum, sum);
  const placedMoved = difference(then.placedSum, placedSum);
  if (moved === 0 && placedMoved === 0) return null;
  const place = reviewed.findIndex((_, index) => ((index + 1) * moved) % SUM_MODULUS === placedMoved);
  return reviewed[place] ?? "several";
}

function difference(then: string, now: string): number {
  return (Number.parseInt(then, 16) - Number.parseInt(now, 16) + SUM_MODULUS) % SUM_MODULUS;
}

function numberedStep(file: MigrationFile, direction: Step["direction"], ledger: LedgerName) {
  const source = direction === "down" && file.down !== null ? file.down : file;
  return { file, direction, source, script: makeScript(source, ledger) };
}
