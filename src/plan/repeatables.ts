import type { MigrationFile } from "../files/migration-file.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import { isApplied, isEdited } from "./ledger-refusals.ts";
import type { Match } from "./match-ledger.ts";

/** True when `file` is a repeatable one that has run, and was changed since: it runs again, and its row is replaced. */
export function runsAgain(file: MigrationFile, row: LedgerRow | null): row is LedgerRow {
  return file.kind === "repeatable" && row !== null && isApplied(row) && isEdited(file, row);
}

/** True when nothing is left to do for `file`: applied, and, if repeatable, as it is now. */
export function isDone(file: MigrationFile, row: LedgerRow | null): boolean {
  return isApplied(row) && !runsAgain(file, row);
}

/** What to say of a repeatable one on record whose file is gone: nothing is wrong with that. */
export function goneNotice(row: LedgerRow): string {
  return `${row.version} is on record as ${row.status}, and its file is not in the directory: what it made stays in the database.`;
}

/**
 * Why what the applied migrations have made cannot be told from their files as they are, a sentence; null: it can. Of
 * versioned ones the plan refuses what is edited or missing.
 */
export function whyUnrepeatable({ files, gone }: Match): string | null {
  const changed = files.find(({ file, row }) => runsAgain(file, row))?.file;
  if (changed !== undefined)
    return `${changed.file} has changed since it ran, so what it made then is not known.`;
  const [orphan] = gone;
  if (orphan === undefined) return null;
  return `${orphan.row.version} is on record and its file is gone, so what it made is not known.`;
}
