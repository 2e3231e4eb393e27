import type { MigrationFile, MigrationSet } from "../files/migration-file.ts";
import { compareOrder } from "../files/order.ts";
import type { LedgerName, PlanRange } from "../inputs/inputs.ts";
import type { Ledger, LedgerRow } from "../ledger/ledger.ts";
import type { TargetIdentity } from "./digest.ts";
import { findFile } from "./find-file.ts";
import { late, lateFiles, ledgerRefusals } from "./ledger-refusals.ts";
import { type Match, matchLedger } from "./match-ledger.ts";
import type { Plan, Refusal } from "./plan.ts";
import { goneNotice, isDone, runsAgain } from "./repeatables.ts";
import { goesOn, type HalfWayRule, isUnfinished } from "./unfinished.ts";

/** What the user decided about plans. */
export interface PlanRules {
  readonly range: PlanRange;
  readonly outOfOrder: "refuse" | "allow";
  readonly halfWay: HalfWayRule;
  readonly ledger: LedgerName;
  readonly target: TargetIdentity;
}

/** What is to be run, before any of it is read as SQL, and all that the ledger says of it. */
export interface ChosenUp extends Omit<Plan, "digest" | "steps" | "waysBack" | "notices"> {
  /** In order of version; empty when nothing is pending in the asked range. */
  readonly files: readonly ChosenFile[];
  /** `ofOrder` comes before what the files' own texts give, `ofGone` after it. */
  readonly notices: { readonly ofOrder: readonly string[]; readonly ofGone: readonly string[] };
}

/** `replaces` as in Step; `resumes`: the row that an earlier run left half-way, from which it goes on. */
export interface ChosenFile {
  readonly file: MigrationFile;
  readonly replaces: LedgerRow | null;
  readonly resumes: LedgerRow | null;
}

/** What of `set` goes onto `ledger`: pure and total; see `makePlan`. */
export function chooseUp(set: MigrationSet, ledger: Ledger, rules: PlanRules): ChosenUp {
  const match = matchLedger(set, ledger);
  const applied: MigrationFile[] = [];
  const pending: Matched[] = [];
  for (const matched of match.files) {
    if (isDone(matched.file, matched.row)) applied.push(matched.file);
    else pending.push(matched);
  }
  const runnable = pending.filter(
    ({ file, row }) => row === null || runsAgain(file, row) || isResumed(file, row, rules),
  );
  const late_ = lateFiles(match);
  const inRange = filesInRange(runnable, set, rules);
  const ahead = match.orphans.filter(({ isAhead }) => isAhead).map(({ row }) => row.version);
  const newest = applied.findLast(({ kind }) => kind === "versioned");
  const allowed = rules.outOfOrder === "allow" ? late_ : [];
  return {
    files: inRange.files.map((matched) => chosenOf(matched, rules)),
    refusals: [
      ...ledgerRefusals(match, ledger, rules),
      ...(rules.outOfOrder === "refuse" ? late_.map(late) : []),
      ...inRange.refusals,
    ],
    notices: {
      ofOrder: allowed.map(({ file }) => `${file} runs out of order: newer migrations are applied.`),
      ofGone: match.gone.map(({ row }) => goneNotice(row)),
    },
    applied: applied.map((file) => file.version.text),
    pending: pending.map(({ file }) => file.version.text),
    ahead,
    match,
    currentVersion: ahead.at(-1) ?? newest?.version.text ?? null,
  };
}

type Matched = Match["files"][number];

function chosenOf({ file, row }: Matched, rules: PlanRules): ChosenFile {
  const resumes = row !== null && isResumed(file, row, rules);
  return { file, replaces: resumes ? null : row, resumes: resumes ? row : null };
}

const isResumed = (file: MigrationFile, row: LedgerRow, { halfWay }: PlanRules): boolean =>
  halfWay === "resume" && isUnfinished(row) && goesOn(file, row);

interface Range {
  readonly files: readonly Matched[];
  readonly refusals: readonly Refusal[];
}

function filesInRange(runnable: readonly Matched[], set: MigrationSet, rules: PlanRules): Range {
  const { target, version, steps } = rules.range;
  const asked = target ?? version;
  if (asked === null) return { files: runnable.slice(0, steps ?? undefined), refusals: [] };
  const limit = findFile(asked, set);
  if (limit === null) return { files: [], refusals: [unknownVersion(asked, set)] };
  const upTo = runnable.filter(
    ({ file }) =>
      compareOrder(file.version, limit.version) <= 0 ||
      (file.kind === "repeatable" && limit.kind === "versioned"),
  );
  if (version === null) return { files: upTo.slice(0, steps ?? undefined), refusals: [] };
  const earlier = upTo.map(({ file }) => file).filter((file) => file !== limit && file.kind === "versioned");
  const alone = upTo.filter(({ file }) => file === limit);
  const isBlocked = earlier.length > 0 && alone.length > 0 && rules.outOfOrder === "refuse";
  return { files: alone, refusals: isBlocked ? [earlierPending(limit, earlier)] : [] };
}

/** PLAN_VERSION_UNKNOWN: no file of `set` is meant by `asked`. */
export function unknownVersion(asked: string, set: MigrationSet): Refusal {
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
