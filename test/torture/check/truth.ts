import type { DoneFault } from "../faults/scene.ts";
import type { Snapshot } from "./snapshot.ts";

/** What one run's word is held against. */
export interface Truth {
  /** What the database held when the run, and all beside it, had ended. */
  readonly standing: Snapshot;
  /** What it holds after the last run. */
  readonly last: Snapshot;
  /** All faults that were made while it ran, and the others beside it. */
  readonly faults: readonly DoneFault[];
  /** How long the server was out of reach, the whole time together, while it ran. */
  readonly unreachableMs: number;
  /** How many ran beside it. */
  readonly others: number;
  /** up: to apply all that is pending · repair: one file. */
  readonly asked: "up" | "repair";
  /** Every version that there is a file for. */
  readonly all: readonly string[];
  /** True when a file of the set can stop half-way and stay so. */
  readonly canBeUnfinished: boolean;
}

/** How long the server was out of reach between `fromMs` and `toMs`: all outages together. */
export function unreachableBetween(faults: readonly DoneFault[], fromMs: number, toMs: number): number {
  const outages = faults.filter(isOutage).map(({ atMs, healedMs }) => {
    const [from, to] = [Math.max(atMs ?? toMs, fromMs), Math.min(healedMs ?? toMs, toMs)];
    return Math.max(0, to - from);
  });
  return outages.reduce((sum, ms) => sum + ms, 0);
}

/** True when connections were cut, so that a run may have lost one. */
export function cutsConnections({ fault, atMs }: DoneFault): boolean {
  if (atMs === null || fault.kind === "signal") return false;
  return fault.kind !== "network" || fault.how !== "slow";
}

function isOutage(done: DoneFault): boolean {
  return cutsConnections(done) && done.fault.kind !== "backend";
}
