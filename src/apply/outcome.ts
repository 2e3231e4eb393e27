import type { MigrateError } from "../errors.ts";
import type { Step } from "../plan/plan.ts";

/** What became of each step: a failed migration is an outcome, not an exception. */
export interface Outcome {
  /** One for each step of the plan, in its order. */
  readonly migrations: readonly MigrationOutcome[];
  /** The first thing that went wrong; null when all were applied. */
  readonly failure: MigrateError | null;
}

export interface MigrationOutcome {
  readonly step: Step;
  readonly state: MigrationState;
  /** From its beginning to its COMMIT, as heard here; null when it was not begun. */
  readonly durationMs: number | null;
  /** How often it was begun, or outside a transaction that of its statements that was most often; 0 for not-run. */
  readonly tries: number;
  readonly error: string | null;
}

/**
 * applied: committed and on record · taken-back: its way back is committed, and it is on record no more · recorded: on
 * record without having been run · rolled-back: failed, and nothing of it is left · failed: not transactional, stopped
 * half-way and on record so · not-run: never begun · unknown: the connection was lost and the ledger could not be read.
 */
export type MigrationState =
  | "applied"
  | "taken-back"
  | "recorded"
  | "rolled-back"
  | "failed"
  | "not-run"
  | "unknown";

/** The state of a step that is done. */
export const doneState = ({ direction }: Step): MigrationState =>
  direction === "up" ? "applied" : "taken-back";

/** A step that was not begun. */
export const notRun = (step: Step): MigrationOutcome => ({
  step,
  state: "not-run",
  durationMs: null,
  tries: 0,
  error: null,
});
