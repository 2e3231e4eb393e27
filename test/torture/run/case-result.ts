import type { Snapshot } from "../check/snapshot.ts";
import type { TortureCase } from "../draw/torture-case.ts";
import type { DoneFault } from "../faults/scene.ts";
import type { EndedRun } from "./run-migrate.ts";

/** What came of one case. */
export interface CaseResult {
  readonly drawn: TortureCase;
  /** Which server, by name: `PostgreSQL 14`. */
  readonly server: string;
  readonly faults: readonly DoneFault[];
  /** The runners that were tortured. */
  readonly runs: readonly EndedRun[];
  /** The runs in peace that finished it. */
  readonly finals: readonly EndedRun[];
  /** Files that stopped half-way, and were repaired as the tool told. */
  readonly repaired: number;
  /** When all tortured runners had ended; and in the end. */
  readonly standing: Snapshot;
  readonly last: Snapshot;
  /** What was wrong, a sentence each; empty: nothing. */
  readonly violations: readonly string[];
  readonly durationMs: number;
}
