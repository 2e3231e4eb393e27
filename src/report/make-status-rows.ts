import type { MigrationFile } from "../files/migration-file.ts";
import { compareOrder } from "../files/order.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import { isApplied, isEdited, lateFiles } from "../plan/ledger-refusals.ts";
import type { Match } from "../plan/match-ledger.ts";
import { runsAgain } from "../plan/repeatables.ts";
import type { ReportStatusRow, StatusState } from "./report-record.ts";

/** One row for each migration that the directory or the ledger knows, ascending by version. */
export function makeStatusRows(match: Match): readonly ReportStatusRow[] {
  const late = new Set(lateFiles(match));
  const known = match.files.map(({ file, row }) => ({
    version: file.version,
    row: makeRow(file.version.text, file.name, stateOf(file, row, late), row),
  }));
  const orphans = match.orphans.map(({ row, version, isAhead }) => ({
    version,
    row: makeRow(row.version, row.name ?? "", isAhead ? "ahead" : "missing", row),
  }));
  const gone = match.gone.map(({ row, version }) => ({
    version,
    row: makeRow(row.version, row.name ?? "", "gone", row),
  }));
  return [...known, ...orphans, ...gone]
    .sort((a, b) => compareOrder(a.version, b.version))
    .map(({ row }) => row);
}

function stateOf(file: MigrationFile, row: LedgerRow | null, late: ReadonlySet<MigrationFile>): StatusState {
  if (row === null) return late.has(file) ? "late" : "pending";
  if (row.status === "failed") return "failed";
  if (!isApplied(row)) return "running";
  if (runsAgain(file, row)) return "again";
  return isEdited(file, row) ? "edited" : "applied";
}

function makeRow(version: string, name: string, state: StatusState, row: LedgerRow | null): ReportStatusRow {
  return {
    version,
    name,
    state,
    appliedAt: row?.appliedAt?.toISOString() ?? null,
    appliedBy: row?.appliedBy ?? null,
    executionTimeMs: row?.executionTimeMs ?? null,
    origin: row?.origin ?? null,
  };
}
