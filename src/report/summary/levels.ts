import { renderNumber } from "../../amounts.ts";
import type { ReportHazard } from "../report.ts";
import { HAZARD_LEVELS, standingHazards } from "../standing-hazards.ts";

const LEVEL_SIGNS = {
  error: "⛔",
  high: "🔴",
  medium: "🟠",
  info: "🔵",
} as const satisfies Record<ReportHazard["level"], string>;

/** `🔴 high`; of one that is allowed with a reason `⚪ high, allowed`. */
export function renderLevel({ level, allowedBecause }: ReportHazard): string {
  return allowedBecause === null ? `${LEVEL_SIGNS[level]} ${level}` : `⚪ ${level}, allowed`;
}

/** How many there are of each level, the gravest first, and at last how many are allowed; empty for none. */
export function renderLevelCounts(hazards: readonly ReportHazard[]): readonly string[] {
  const standing = standingHazards(hazards);
  const allowed = hazards.length - standing.length;
  return [
    ...HAZARD_LEVELS.flatMap((level) => {
      const count = standing.filter((hazard) => hazard.level === level).length;
      return count === 0 ? [] : [`${LEVEL_SIGNS[level]} ${renderNumber(count)} ${level}`];
    }),
    ...(allowed === 0 ? [] : [`⚪ ${renderNumber(allowed)} allowed`]),
  ];
}
