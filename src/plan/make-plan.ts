import type { MigrationFile, MigrationSet } from "../files/migration-file.ts";
import { compareOrder } from "../files/order.ts";
import type { LedgerName, PlanRange } from "../inputs/inputs.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { makeDigest, type TargetIdentity } from "./digest.ts";
import { findFile } from "./find-file.ts";
import { late, lateFiles, ledgerRefusals } from "./ledger-refusals.ts";
import { makeUpStep } from "./make-step.ts";
import { type Match, matchLedger } from "./match-ledger.ts";
import type { Plan, Refusal, Step } from "./plan.ts";
import { goneNotice, isDone, runsAgain } from "./repeatables.ts";
import { scriptRefusals } from "./script-refusals.ts";

/** What the user decided about plans. */
export interface PlanRules {
  readonly range: PlanRange;
  readonly outOfOrder: "refuse" | "allow";
  readonly ledger: LedgerName;
  readonly target: TargetIdentity;
}

/**
 * The plan for `set` over `ledger`: pure and total. What must not run is in its refusals. A repeatable migration is
 * pending until its checksum is that on record, and comes after all others. As in Flyway, a `target` that is none of
 * them leaves them all in: they hold whatever the version; `steps` counts them as the last, and `version` takes one alone.
 */
export function makePlan(set: MigrationSet, ledger: Ledger, rules: PlanRules): Plan {
  const match = matchLedger(set, ledger);
  const applied = match.files.filter(({ file, row }) => isDone(file, row)).map(({ file }) => file);
  const pending = match.files.filter(({ file, row }) => !isDone(file, row)).map(({ file }) => file);
  const replaced = new Map(
    match.files.flatMap(({ file, row }) => (runsAgain(file, row) ? [[file, row]] : [])),
  );
  const runnable = match.files.filter(({ file, row }) => row === null || replaced.has(file));
  const late_ = lateFiles(match);
  const chosen = chooseFiles(runnable, set, rules);
  const steps = chosen.files.map((file) => makeUpStep(file, rules.ledger, replaced.get(file) ?? null));
  const ahead = match.orphans.filter(({ isAhead }) => isAhead).map(({ row }) => row.version);
  const newest = applied.findLast(({ kind }) => kind === "versioned");
  const currentVersion = ahead.at(-1) ?? newest?.version.text ?? null;
  return {
    digest: makeDigest({
      target: rules.target,
      head: { version: currentVersion, applied: applied.length },
      steps,
    }),
    steps,
    refusals: [
      ...ledgerRefusals(match, ledger, rules.ledger),
      ...(rules.outOfOrder === "refuse" ? late_.map(late) : []),
      ...chosen.refusals,
      ...steps.flatMap(scriptRefusals),
    ],
    notices: notices(match, rules.outOfOrder === "allow" ? late_ : [], steps),
    applied: applied.map((file) => file.version.text),
    pending: pending.map((file) => file.version.text),
    ahead,
    match,
    currentVersion,
  };
}

function notices(
  { gone }: Match,
  allowed: readonly MigrationFile[],
  steps: readonly Step[],
): readonly string[] {
  return [
    ...allowed.map(({ file }) => `${file} runs out of order: newer migrations are applied.`),
    ...steps.flatMap(leftOutNotices),
    ...gone.map(({ row }) => goneNotice(row)),
  ];
}

interface Choice {
  readonly files: readonly MigrationFile[];
  readonly refusals: readonly Refusal[];
}

function chooseFiles(runnable: Match["files"], set: MigrationSet, rules: PlanRules): Choice {
  const pending = runnable.map(({ file }) => file);
  const { target, version, steps } = rules.range;
  const asked = target ?? version;
  if (asked === null) return { files: pending.slice(0, steps ?? undefined), refusals: [] };
  const limit = findFile(asked, set);
  if (limit === null) return { files: [], refusals: [unknownVersion(asked, set)] };
  const upTo = pending.filter(
    (file) =>
      compareOrder(file.version, limit.version) <= 0 ||
      (file.kind === "repeatable" && limit.kind === "versioned"),
  );
  if (version === null) return { files: upTo.slice(0, steps ?? undefined), refusals: [] };
  const earlier = upTo.filter((file) => file !== limit && file.kind === "versioned");
  const isBlocked = earlier.length > 0 && upTo.includes(limit) && rules.outOfOrder === "refuse";
  return {
    files: upTo.filter((file) => file === limit),
    refusals: isBlocked ? [earlierPending(limit, earlier)] : [],
  };
}

function unknownVersion(asked: string, set: MigrationSet): Refusal {
  const range = `${set.files[0]?.version.text} to ${set.files.at(-1)?.version.text}`;
  return refuse(
    "PLAN_VERSION_UNKNOWN",
    asked,
    `There is no migration with the version ${asked}.`,
    `The directory has the versions ${range}.`,
  );
}

function earlierPending(file: MigrationFile, earlier: readonly MigrationFile[]): Refusal {
  const versions = earlier.map(({ version }) => version.text).join(", ");
  return refuse(
    "PLAN_EARLIER_PENDING",
    file.version.text,
    `${file.file} cannot go alone: earlier migrations are pending (${versions}).`,
    "Leave out `version` to apply them all, or set `out-of-order: allow`.",
  );
}

function refuse(code: Refusal["code"], version: string, message: string, hint: string): Refusal {
  return { code, version, message, hint, at: null };
}

function leftOutNotices({ file: { file }, script }: Step): readonly string[] {
  return script.leftOut.map(
    ({ line }) =>
      `${file}:${line} drops a table of the ledger's own name, and is left out: the ledger is this tool's now.`,
  );
}
