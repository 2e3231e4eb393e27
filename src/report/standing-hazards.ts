import type { ReportHazard } from "./report.ts";

/** Levels of hazards, the gravest first. */
export const HAZARD_LEVELS = [
  "error",
  "high",
  "medium",
  "info",
] as const satisfies readonly ReportHazard["level"][];

/** Those of `hazards` that nobody has allowed with a reason. */
export function standingHazards(hazards: readonly ReportHazard[]): readonly ReportHazard[] {
  return hazards.filter(({ allowedBecause }) => allowedBecause === null);
}
