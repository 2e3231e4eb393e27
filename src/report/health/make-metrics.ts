import type { ReportStatusRow } from "../report-record.ts";
import { makeHealth } from "./make-health.ts";
import type { Sight } from "./standing.ts";

/** One gauge. What is not known has none. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly value: number;
}

/** What is to be seen of a sight by who draws graphs and wakes people; in the order of docs/http.md. */
export function makeMetrics(sight: Sight): readonly Metric[] {
  const { report, missing, isMissingKnown, database } = sight;
  const last = lastApplied(report.status);
  const healthy = makeHealth(sight).status === "healthy";
  return [
    gauge("healthy", "1 where /health/database answers with 200, else 0.", Number(healthy)),
    gauge("database_up", "1 where the database answers, else 0.", Number(database === "connected")),
    ...countsOf(sight),
    ...(isMissingKnown
      ? [gauge("missing_objects", "What applied migrations have made and is gone.", missing.length)]
      : []),
    ...(last === null ? [] : timesOf(last)),
  ];
}

function countsOf({ report: { ledger, status } }: Sight): readonly Metric[] {
  if (ledger === null) return [];
  const inState = (state: ReportStatusRow["state"]) => status.filter((row) => row.state === state).length;
  return [
    gauge("applied_migrations", "Migrations on record as applied.", ledger.applied.length),
    gauge("pending_migrations", "Migrations not applied yet.", ledger.pending.length),
    gauge("failed_migrations", "Migrations that stopped half-way.", inState("failed")),
    gauge("unfinished_migrations", "Migrations begun whose end is not on record.", inState("running")),
    gauge("ahead_migrations", "Migrations on record that are newer than every file.", ledger.ahead.length),
  ];
}

interface Applied extends ReportStatusRow {
  readonly appliedAt: string;
}

function lastApplied(status: readonly ReportStatusRow[]): Applied | null {
  const applied = status.filter((row): row is Applied => row.appliedAt !== null && IS_APPLIED.has(row.state));
  return applied.reduce<Applied | null>(
    (last, row) => (last === null || row.appliedAt >= last.appliedAt ? row : last),
    null,
  );
}

const IS_APPLIED: ReadonlySet<string> = new Set(["applied", "edited", "missing", "ahead", "again", "gone"]);

function timesOf({ appliedAt, executionTimeMs }: Applied): readonly Metric[] {
  const at = new Date(appliedAt).getTime() / 1_000;
  return [
    gauge("last_applied_timestamp_seconds", "When a migration was applied last, in Unix time.", at),
    ...(executionTimeMs === null
      ? []
      : [gauge("last_duration_seconds", "How long that migration took.", executionTimeMs / 1_000)]),
  ];
}

const gauge = (name: string, help: string, value: number): Metric => ({
  name: `migrate_action_${name}`,
  help,
  value,
});
