import type { MigrateError } from "../errors.ts";
import type { Step } from "../plan/plan.ts";
import type { Verification } from "../verification/verification.ts";
import type { Restoration } from "./restoring/restoration.ts";
import type { StatementTrace } from "./trace/statement-trace.ts";

/** What happened when all pending migrations were run for real on a site that is not the target. */
export interface Rehearsal {
  /** Where: none when there was no site to be had. */
  readonly site: "server" | "shadow" | "none";
  /** Which server, or why there was none: one sentence for people. */
  readonly description: string;
  /** True when everything that could be rehearsed went through; false too where nothing could be. */
  readonly ok: boolean;
  /** dump: from the target's own schema · replay: by running the applied files · given: as the shadow had it. */
  readonly schemaFrom: "dump" | "replay" | "given" | null;
  /** How the target differs from what the files make, a sentence each; null: it was not compared with them. */
  readonly drift: readonly string[] | null;
  /** Why that is not known, a sentence; null where it is. */
  readonly driftUnknown: string | null;
  /** Whether the schema comes back, where migrations were taken back there; null: none were, or not to the end. */
  readonly restoration: Restoration | null;
  readonly notRehearsed: readonly NotRehearsed[];
  /** Why a migration failed there; null when none did. */
  readonly failure: MigrateError | null;
  /** Time of each statement of each step, in its order; null for statements that were not run. */
  readonly durationsMs: ReadonlyMap<Step, readonly (number | null)[]>;
  /** What each statement of each step did there, in its order; null for those of which it is not known. */
  readonly traces: ReadonlyMap<Step, readonly (StatementTrace | null)[]>;
  /** The questions that were asked after each step, in the order of the steps; empty where there are none. */
  readonly verifications: readonly Verification[];
  readonly durationMs: number;
}

/** A statement that the site could not run, for a reason that the target need not share. */
export interface NotRehearsed {
  readonly version: string;
  readonly file: string;
  readonly line: number;
  readonly why: string;
}
