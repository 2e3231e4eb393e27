import type { Inputs } from "../inputs/inputs.ts";
import type { Rehearsal } from "../rehearsal/rehearsal.ts";
import type { Need } from "./need.ts";

/** What drift is judged by. */
export interface DriftQuestion {
  readonly inputs: Inputs;
  readonly rehearsal: Rehearsal;
}

/** The level of drift as a hazard: `medium` where there is any; null where there is none or it is not known. */
export const driftLevel = (drift: readonly string[] | null): "medium" | null =>
  drift !== null && drift.length > 0 ? "medium" : null;

/** Most differences that are named in one sentence; all are in the report. */
const NAMED = 3;

/** The first differences in one sentence, with how many more there are. */
export function nameDifferences(drift: readonly string[]): string {
  const rest = drift.length > NAMED ? `; and ${drift.length - NAMED} more` : "";
  return `${drift.slice(0, NAMED).join("; ")}${rest}`;
}

/**
 * What is lacking where the target is not what its applied files make and `failOn` stops at that; else null. Drift that
 * is not known stops nothing: an extension that is missing on the site would do so for ever. A baseline has a need of
 * its own for it.
 */
export function driftNeed({ inputs, rehearsal: { drift } }: DriftQuestion): Need | null {
  if (inputs.command === "baseline" || inputs.failOn !== "medium") return null;
  if (drift === null || drift.length === 0) return null;
  return {
    code: "DRIFT",
    message: `The target is not what its applied migrations make: ${nameDifferences(drift)}.`,
    hint: "Take back by hand what was done by hand, or write it into a migration that finds it there (`IF NOT EXISTS`). With `fail-on: high` drift is shown and stops nothing.",
  };
}
