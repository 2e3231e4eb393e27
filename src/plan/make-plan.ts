import type { Layout, MigrationFile, MigrationSet } from "../files/migration-file.ts";
import { compareOrder } from "../files/order.ts";
import type { LedgerName, PlanRange } from "../inputs/inputs.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { makeDigest, type TargetIdentity } from "./digest.ts";
import { isApplied, late, lateFiles, ledgerRefusals } from "./ledger-refusals.ts";
import { makeUpStep } from "./make-step.ts";
import { matchLedger } from "./match-ledger.ts";
import type { Plan, Refusal } from "./plan.ts";
import { scriptRefusals } from "./script-refusals.ts";

/** What the user decided about plans. */
export interface PlanRules {
  readonly range: PlanRange;
  readonly outOfOrder: "refuse" | "allow";
  readonly ledger: LedgerName;
  readonly target: TargetIdentity;
}

/** The plan for `set` over `ledger`: pure and total. What must not run is in its refusals. */
export function makePlan(set: MigrationSet, ledger: Ledger, rules: PlanRules): Plan {
  const match = matchLedger(set, ledger);
  const applied = match.files.filter(({ row }) => isApplied(row)).map(({ file }) => file);
  const pending = match.files.filter(({ row }) => !isApplied(row)).map(({ file }) => file);
  const unrecorded = match.files.filter(({ row }) => row === null).map(({ file }) => file);
  const late_ = lateFiles(match);
  const chosen = chooseFiles(unrecorded, set, rules);
  const steps = chosen.files.map((file) => makeUpStep(file, rules.ledger));
  const ahead = match.orphans.filter(({ isAhead }) => isAhead).map(({ row }) => row.version);
  const currentVersion = ahead.at(-1) ?? applied.at(-1)?.version.text ?? null;
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
    notices:
      rules.outOfOrder === "allow"
        ? late_.map(({ file }) => `${file} runs out of order: newer migrations are applied.`)
        : [],
    applied: applied.map((file) => file.version.text),
    pending: pending.map((file) => file.version.text),
    ahead,
    match,
    currentVersion,
  };
}

interface Choice {
  readonly files: readonly MigrationFile[];
  readonly refusals: readonly Refusal[];
}

function chooseFiles(pending: readonly MigrationFile[], set: MigrationSet, rules: PlanRules): Choice {
  const { target, version, steps } = rules.range;
  const asked = target ?? version;
  if (asked === null) return { files: pending.slice(0, steps ?? undefined), refusals: [] };
  const limit = set.files.find((file) => file.version.key === keyOf(asked, set.layout));
  if (limit === undefined) return { files: [], refusals: [unknownVersion(asked, set)] };
  const upTo = pending.filter((file) => compareOrder(file.version, limit.version) <= 0);
  if (version === null) return { files: upTo.slice(0, steps ?? undefined), refusals: [] };
  const earlier = upTo.filter((file) => file !== limit);
  const isBlocked = earlier.length > 0 && upTo.includes(limit) && rules.outOfOrder === "refuse";
  return {
    files: upTo.filter((file) => file === limit),
    refusals: isBlocked ? [earlierPending(limit, earlier)] : [],
  };
}

const keyOf = (text: string, layout: Layout): string | undefined => layout.parseVersion(text)?.key;

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
