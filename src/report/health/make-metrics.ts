import type { ReportStatusRow } from "../report-record.ts";
import { makeHealth } from "./make-health.ts";
import type { Sight } from "./standing.ts";

/** One gauge. What is not known has none. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly value: number;
}

/** What is to be seen of a sight by who draws graphs and wakes people; in the order of METRICS. */
export function makeMetrics(sight: Sight): readonly Metric[] {
  return METRICS.flatMap(({ name, help, measure }) => {
    const value = measure(sight);
    return value === null ? [] : [{ name, help, value }];
  });
}

/** Every gauge that there is. `measure`: null where it is not known. */
export const METRICS: readonly {
  readonly name: string;
  readonly help: string;
  readonly measure: (sight: Sight) => number | null;
}[] = [
  gauge("healthy", "1 where /health/database answers with 200, else 0.", (sight) =>
    Number(makeHealth(sight).status === "healthy"),
  ),
  gauge("database_up", "1 where the database answers, else 0.", ({ database }) =>
    Number(database === "connected"),
  ),
  gauge("applied_migrations", "Migrations on record as applied.", ({ report }) =>
    count(report.ledger?.applied),
  ),
  gauge("pending_migrations", "Migrations not applied yet.", ({ report }) => count(report.ledger?.pending)),
  gauge("failed_migrations", "Migrations that stopped half-way.", inState("failed")),
  gauge("unfinished_migrations", "Migrations begun whose end is not on record.", inState("running")),
  gauge("ahead_migrations", "Migrations on record that are newer than every file.", ({ report }) =>
    count(report.ledger?.ahead),
  ),
  gauge("missing_objects", "What applied migrations have made and is gone.", ({ isMissingKnown, missing }) =>
    isMissingKnown ? missing.length : null,
  ),
  gauge("last_applied_timestamp_seconds", "When a migration was applied last, in Unix time.", (sight) => {
    const last = lastApplied(sight);
    return last && new Date(last.appliedAt).getTime() / 1_000;
  }),
  gauge("last_duration_seconds", "How long that migration took.", (sight) => {
    const durationMs = lastApplied(sight)?.executionTimeMs ?? null;
    return durationMs && durationMs / 1_000;
  }),
];

function gauge(
  name: string,
  help: string,
  measure: (sight: Sight) => number | null,
): (typeof METRICS)[number] {
  return { name: `migrate_action_${name}`, help, measure };
}

const count = (versions: readonly string[] | undefined): number | null => versions?.length ?? null;

function inState(wanted: ReportStatusRow["state"]): (sight: Sight) => number | null {
  return ({ report: { ledger, status } }) => ledger && status.filter(({ state }) => state === wanted).length;
}

interface Applied extends ReportStatusRow {
  readonly appliedAt: string;
}

function lastApplied({ report: { status } }: Sight): Applied | null {
  const applied = status.filter((row): row is Applied => row.appliedAt !== null && IS_APPLIED.has(row.state));
  return applied.reduce<Applied | null>(
    (last, row) => (last === null || row.appliedAt >= last.appliedAt ? row : last),
    null,
  );
}

const IS_APPLIED: ReadonlySet<string> = new Set(["applied", "edited", "missing", "ahead", "again", "gone"]);
