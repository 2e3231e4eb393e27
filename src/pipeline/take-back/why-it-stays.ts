import type { MigrationOutcome, Outcome } from "../../apply/outcome.ts";
import type { ErrorCode, MigrateError } from "../../errors.ts";
import type { Plan, Step } from "../../plan/plan.ts";

/** A run that applied something and then failed, and the plan as its ledger is now. */
export interface FailedRun {
  readonly outcome: Outcome;
  readonly failure: MigrateError;
  /** The reviewed plan's. */
  readonly waysBack: readonly Step[];
  readonly batch: number | null;
  readonly isCancelled: boolean;
  /** True while nobody else may change the ledger. */
  readonly isLocked: boolean;
}

/** What was wrong with a migration itself, and not with the run, its connection or its ledger. */
const OF_A_MIGRATION: ReadonlySet<ErrorCode> = new Set([
  "MIGRATION_FAILED",
  "VERIFY_FAILED",
  "FILE_CHANGED",
  "LEDGER_FORBIDDEN",
  "CONNECTION_LOST",
]);

/**
 * Why what a failed run has applied stays as it is, the end of a sentence; null: it can be taken back. Nothing is done on a
 * guess: only while the run lock is held, the state of each migration is known, and nothing stands on it half-way.
 */
export function whyItStays(run: FailedRun): string | null {
  const { outcome, failure, waysBack, isCancelled, isLocked } = run;
  if (isCancelled) return "a run that is cancelled ends as it is";
  if (!isLocked) return "the run lock is lost, and another run may have begun";
  const unknown = outcome.migrations.find(({ state }) => state === "unknown");
  if (unknown !== undefined)
    return `of ${unknown.step.file.version.text} it is not known whether it is applied, and nothing is taken back on a guess`;
  if (outcome.failure === null && failure.code !== "VERIFY_FAILED")
    return "what it applied is on record, and only could not be asked whether it holds";
  if (!OF_A_MIGRATION.has(failure.code)) return "it was no migration that failed";
  const has = new Set(waysBack.map(({ file }) => file));
  const without = appliedOf(outcome).find(({ step }) => !has.has(step.file));
  if (without !== undefined) return `${without.step.file.version.text} has no way back`;
  return null;
}

/** The same by the ledger, `now`, as it is after the failure: it must have what was applied, and nothing half-way over it. */
export function whyItStaysByLedger({ outcome, failure, batch }: FailedRun, now: Plan): string | null {
  const rows = new Map(now.match.files.map(({ file, row }) => [file.version.key, row]));
  const strange = appliedOf(outcome).find(({ step }) => {
    const row = rows.get(step.file.version.key);
    return row?.status !== "completed" || row.batch !== batch;
  });
  if (strange !== undefined)
    return `the ledger does not have ${strange.step.file.version.text} as this run has written it`;
  const half = outcome.migrations.find(({ state }) => state === "failed");
  if (half === undefined) return null;
  const { text, key } = half.step.file.version;
  const done = rows.get(key)?.statementsDone ?? null;
  // Without the server's answer the statement may still be under way.
  if (done === 0 && failure.details.sqlState !== undefined) return null;
  return `${text} stopped half-way over it${done === null ? "" : `, with ${done} of its statements done`}`;
}

/** What a run has applied and not taken back, in its order. */
export const appliedOf = ({ migrations }: Pick<Outcome, "migrations">): readonly MigrationOutcome[] =>
  migrations.filter(({ state }) => state === "applied");
