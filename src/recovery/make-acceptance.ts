import type { MigrationFile, MigrationSet } from "../files/migration-file.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import { findFile } from "../plan/find-file.ts";
import { isApplied, isEdited } from "../plan/ledger-refusals.ts";
import type { Match } from "../plan/match-ledger.ts";
import type { Refusal } from "../plan/plan.ts";
import { repairHint } from "../plan/unfinished.ts";

/** An applied migration of which a person says that its file may be as it is now. */
export interface Acceptance {
  readonly file: MigrationFile;
  readonly row: LedgerRow;
  /** edited: the file's checksum is another than that on record · same: there is nothing to accept. */
  readonly stand: "edited" | "same";
}

/** What accepting the file of `asked`, a version as typed, would be about; else why there is nothing to accept. */
export function makeAcceptance(
  asked: string,
  set: MigrationSet,
  match: Match,
): { readonly acceptance: Acceptance } | { readonly refusal: Refusal } {
  const file = findFile(asked, set);
  if (file === null) return { refusal: withoutFile(asked, set, match) };
  const { text } = file.version;
  const row = match.files.find((one) => one.file === file)?.row ?? null;
  if (row === null)
    return {
      refusal: refusal(text, `${file.file} is not applied, so no checksum of it is on record.`, PENDING),
    };
  if (!isApplied(row))
    return {
      refusal: refusal(
        text,
        `${file.file} is recorded as ${row.status}: it was left half-way, and what is on record of it is not final.`,
        repairHint(text),
      ),
    };
  if (file.kind === "repeatable")
    return {
      refusal: refusal(text, `${file.file} is repeatable: a change of it is refused by nothing.`, AGAIN),
    };
  if (row.checksum?.startsWith("sha256:") !== true)
    return { refusal: refusal(text, foreignChecksum(file, row), NOT_COMPARED) };
  return { acceptance: { file, row, stand: isEdited(file, row) ? "edited" : "same" } };
}

const PENDING = "`up` applies it as it is now, and records that.";
const AGAIN = "`up` runs it again as it is now, and records that.";
const NOT_COMPARED = "Nothing has to be done: `up` does not compare it, and the file may be as it is.";

function withoutFile(asked: string, set: MigrationSet, { orphans, gone }: Match): Refusal {
  const key = set.layout.parseVersion(asked)?.key;
  const isAsked = ({ version }: Match["gone"][number]) => version.text === asked || version.key === key;
  if ([...orphans, ...gone].some(isAsked))
    return refusal(
      asked,
      `Version ${asked} is on record, but its file is not in the directory: there is no checksum to accept.`,
      "Restore the file, or check that `migrations-path` names the right directory and branch.",
    );
  return refusal(
    asked,
    `There is no migration ${asked}, neither in the directory nor on record.`,
    "`status` lists those that there are.",
  );
}

function foreignChecksum({ file }: MigrationFile, { checksum, origin }: LedgerRow): string {
  const by = origin === null ? "" : ` (${origin})`;
  return checksum === null
    ? `${file} is on record without a checksum${by}.`
    : `${file} is on record with a checksum of another kind${by}, ${checksum.slice(0, 80)}, which cannot be compared.`;
}

function refusal(version: string, message: string, hint: string): Refusal {
  return { code: "REPAIR_REFUSED", version, message, hint, at: null };
}
