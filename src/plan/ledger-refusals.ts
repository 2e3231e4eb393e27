import { renderCount } from "../amounts.ts";
import type { MigrationFile } from "../files/migration-file.ts";
import { compareOrder } from "../files/order.ts";
import type { LedgerName } from "../inputs/inputs.ts";
import type { Ledger, LedgerRow, RelationKind } from "../ledger/ledger.ts";
import type { Match } from "./match-ledger.ts";
import type { Refusal } from "./plan.ts";
import { goesOn, type HalfWayRule, unfinished } from "./unfinished.ts";

/** Refusals that come from the ledger as it stands, whatever part of the pending files is asked for. */
export function ledgerRefusals(
  match: Match,
  ledger: Ledger,
  { ledger: name, halfWay }: { readonly ledger: LedgerName; readonly halfWay: HalfWayRule },
): readonly Refusal[] {
  if (ledger.state === "foreign") return [foreignTable(ledger, name, "")];
  return [
    ...damages(ledger, name),
    ...match.duplicates.filter(hasVersion).map((row) => duplicate(row, name)),
    ...match.orphans
      .filter(({ row }) => hasVersion(row))
      .map(({ row, isAhead }) => (isAhead ? ahead(row) : missing(row))),
    ...match.files
      .map(({ file, row }) => recordRefusal(file, row, halfWay))
      .filter((found) => found !== null),
  ];
}

/** Files that are not applied though newer ones are; repeatable ones are neither late nor make others so. */
export function lateFiles(match: Match): readonly MigrationFile[] {
  const isVersioned = ({ kind }: MigrationFile) => kind === "versioned";
  const newest = match.files.findLast(({ file, row }) => isApplied(row) && isVersioned(file))?.file.version;
  if (newest === undefined) return [];
  return match.files
    .filter(({ file, row }) => row === null && isVersioned(file) && compareOrder(file.version, newest) < 0)
    .map(({ file }) => file);
}

/** Why a late file is not run of itself. */
export function late(file: MigrationFile): Refusal {
  return refusal(
    "PLAN_LATE",
    file.version.text,
    `${file.file} is not applied, though newer migrations are.`,
    "It was probably merged late. Give it a version after the newest one, or run it where it stands with `out-of-order: allow`.",
  );
}

/** True when the ledger says that the migration is applied. */
export function isApplied(row: LedgerRow | null): boolean {
  return row?.status === "completed";
}

function recordRefusal(file: MigrationFile, row: LedgerRow | null, halfWay: HalfWayRule): Refusal | null {
  if (row === null) return null;
  if (!isApplied(row)) return halfWay === "resume" && goesOn(file, row) ? null : unfinished(file, row);
  return file.kind === "versioned" && isEdited(file, row) ? edited(file, row) : null;
}

/** True when the file is not the one that was recorded. Checksums of another kind, and none, cannot be compared. */
export function isEdited(file: MigrationFile, row: LedgerRow): boolean {
  return row.checksum?.startsWith("sha256:") === true && row.checksum !== file.checksum;
}

function edited(file: MigrationFile, row: LedgerRow): Refusal {
  const when = row.appliedAt === null ? "" : ` on ${row.appliedAt.toISOString().slice(0, 10)}`;
  const how =
    row.origin === null ? `applied${when}` : `applied${when} and put on record here (${row.origin})`;
  return refusal(
    "PLAN_EDITED",
    file.version.text,
    `${file.file} was changed after it was ${how} (recorded ${short(row.checksum)}, now ${short(file.checksum)}).`,
    `Restore the file as it was applied, and put the change into a new migration: this file will not run again. Where the edit was on purpose and changes nothing in effect, such as a comment, \`migrate-action repair --accept-checksum ${file.version.text}\` shows both checksums and how to accept it.`,
  );
}

function missing(row: LedgerRow): Refusal {
  return refusal(
    "PLAN_MISSING",
    row.version,
    `Version ${row.version}${row.name ? ` (${row.name})` : ""} is applied, but its file is not in the directory.`,
    "Restore the file (see the history of the repository), or check that `migrations-path` names the right directory and branch.",
  );
}

function ahead(row: LedgerRow): Refusal {
  return refusal(
    "PLAN_AHEAD",
    row.version,
    `The database has version ${row.version}${row.name ? ` (${row.name})` : ""}, which is newer than every file here.`,
    "This checkout is older than the database: deploy the newer commit, or check that the database is the one that was meant.",
  );
}

function duplicate(row: LedgerRow, name: LedgerName): Refusal {
  return refusal(
    "PLAN_DUPLICATE",
    row.version,
    `"${name.schema}"."${name.table}" has more than one row for the version that ${row.version} means.`,
    "Compare the rows and delete the one that is wrong.",
  );
}

const hasVersion = ({ version }: LedgerRow): boolean => version.trim() !== "";

/** The highest number that the column of batches can hold; the next run's would be one more. */
const LAST_BATCH = 2 ** 31 - 1;

/** LEDGER_DAMAGED: what no run of ours writes, and none can go on from. */
function damages({ rows, lastBatch }: Ledger, name: LedgerName): readonly Refusal[] {
  const where = `"${name.schema}"."${name.table}"`;
  const nameless = rows.filter((row) => !hasVersion(row)).length;
  const blank = refusal(
    "LEDGER_DAMAGED",
    null,
    `${where} has ${renderCount(nameless, "row")} without a version (NULL or blank).`,
    `Nothing says which migration is meant. Look at them (SELECT * FROM ${where} WHERE coalesce(btrim(version), '') = '') and give them their versions, or delete them.`,
  );
  const full = refusal(
    "LEDGER_DAMAGED",
    null,
    `The newest batch on record is ${lastBatch}, and there is no number after it.`,
    `Batches are counted by runs: somebody wrote this one. Correct it in ${where} and in the history beside it.`,
  );
  return [...(nameless > 0 ? [blank] : []), ...(lastBatch >= LAST_BATCH ? [full] : [])];
}

/** LEDGER_FOREIGN: where ours would be is another table, that of `tools` (empty: nobody knows whose). */
export function foreignTable(ledger: Ledger, name: LedgerName, tools: string): Refusal {
  if (ledger.kind !== "table" && ledger.kind !== null) return notATable(ledger.kind, name);
  const columns = [...ledger.columns].map(([column, type]) => `${column} ${type}`).join(", ");
  const whose = tools === "" ? "not a ledger of ours" : `the ledger of ${tools}, not ours`;
  const adopt = tools === "" ? "" : " With it `adopt` takes over what is on record there.";
  return refusal(
    "LEDGER_FOREIGN",
    null,
    `The table "${name.schema}"."${name.table}" is ${whose}: it has the columns ${columns}.`,
    `It stays as it is: give ours another name, here and in every later run, for instance \`ledger-table: migrate_action_ledger\`.${adopt}`,
  );
}

/** Without a table's own primary key nothing keeps two runs from recording one migration twice. */
function notATable(kind: RelationKind, name: LedgerName): Refusal {
  return refusal(
    "LEDGER_FOREIGN",
    null,
    `"${name.schema}"."${name.table}" is ${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind}, not a table: a ledger must be one, with a primary key.`,
    "It stays as it is: name the table itself with `ledger-schema` and `ledger-table`, here and in every later run.",
  );
}

function refusal(code: Refusal["code"], version: string | null, message: string, hint: string): Refusal {
  return { code, version, message, hint, at: null };
}

const short = (checksum: string | null): string => (checksum ?? "").replace("sha256:", "").slice(0, 12);
