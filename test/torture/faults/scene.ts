import type { Place } from "../bench/bench.ts";
import type { Fault } from "../draw/torture-case.ts";
import type { StartedRun } from "../run/run-migrate.ts";

/** Where faults are made: the runners of a case, and what they run on. */
export interface Scene {
  readonly place: Place;
  readonly database: string;
  /** In the order of the case; each settles when that one is started. */
  readonly runs: readonly Promise<StartedRun>[];
  /** Settles when all of them have ended. */
  readonly allEnded: Promise<void>;
}

/** What came of a fault. Times as performance.now() counts. */
export interface DoneFault {
  readonly fault: Fault;
  /** Null: its moment never came, or there was nothing to break: see `missed`. */
  readonly atMs: number | null;
  readonly missed: string | null;
  /** When things were whole again; null: nothing to make whole. */
  readonly healedMs: number | null;
  /** Of a signal: the runner that it went to. */
  readonly actor: string | null;
}

/** What a fault's own file gives back. */
export type FaultEnd = Omit<DoneFault, "fault">;

/** A fault that could not be made. */
export const missed = (why: string): FaultEnd => ({
  atMs: null,
  missed: why,
  healedMs: null,
  actor: null,
});
