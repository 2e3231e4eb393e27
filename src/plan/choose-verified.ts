import type { MigrationFile, MigrationSet } from "../files/migration-file.ts";
import { compareOrder } from "../files/order.ts";
import type { PlanRange } from "../inputs/inputs.ts";
import { unknownVersion } from "./choose-up.ts";
import { findFile } from "./find-file.ts";
import { isApplied } from "./ledger-refusals.ts";
import type { Match } from "./match-ledger.ts";
import type { Refusal } from "./plan.ts";

/** What `verify` is about: applied migrations in their order, or why it cannot be about what was asked for. */
export interface ChosenVerified {
  readonly files: readonly MigrationFile[];
  readonly refusals: readonly Refusal[];
}

/**
 * All of `match` that is applied, or of that what `range` names: one `version`, or all up to `target`. What is named must
 * be applied: PLAN_VERSION_UNKNOWN, VERIFY_NOT_APPLIED.
 */
export function chooseVerified(match: Match, set: MigrationSet, range: PlanRange): ChosenVerified {
  const applied = match.files.filter(({ row }) => isApplied(row)).map(({ file }) => file);
  const asked = range.version ?? range.target;
  if (asked === null) return { files: applied, refusals: [] };
  const limit = findFile(asked, set);
  if (limit === null) return { files: [], refusals: [unknownVersion(asked, set)] };
  if (!applied.includes(limit)) return { files: [], refusals: [notApplied(limit)] };
  const files =
    range.version === null
      ? applied.filter((file) => compareOrder(file.version, limit.version) <= 0)
      : [limit];
  return { files, refusals: [] };
}

function notApplied({ version, file }: MigrationFile): Refusal {
  return {
    code: "VERIFY_NOT_APPLIED",
    version: version.text,
    message: `${file} is not applied, so nothing can be asked about what it has done.`,
    hint: "`status` shows what is applied; `up` asks the questions of what it has applied by itself.",
    at: null,
  };
}
