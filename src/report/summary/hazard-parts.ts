import { clip, forMarkdown, inCodeFence } from "../foreign-text.ts";
import type { ReportHazard, ReportStep } from "../report.ts";
import { HAZARD_LEVELS } from "../standing-hazards.ts";
import { renderLevel } from "./levels.ts";
import { renderName, renderPlace } from "./names.ts";

/** The hazards of a step as blocks, the gravest first: level, rule, place and what happens; beneath it what to write instead. */
export function renderHazards({ file, hazards }: ReportStep): readonly string[] {
  const rank = ({ level, allowedBecause }: ReportHazard) =>
    HAZARD_LEVELS.indexOf(level) + (allowedBecause === null ? 0 : HAZARD_LEVELS.length);
  return hazards.toSorted((a, b) => rank(a) - rank(b)).map((hazard) => renderHazard(file, hazard));
}

function renderHazard(file: string, hazard: ReportHazard): string {
  const { rule, line, column, message, instead, allowedBecause } = hazard;
  const said = [
    `**${renderLevel(hazard)}** · ${renderName(rule)} · ${renderPlace({ file, line, column })}`,
    forMarkdown(clip(message, 2_000)),
    ...(allowedBecause === null ? [] : [`Allowed in the file: ${forMarkdown(clip(allowedBecause, 500))}`]),
    ...(instead === null || allowedBecause !== null ? [] : ["Safer:"]),
  ];
  const safer =
    instead === null || allowedBecause !== null ? "" : `\n\n${inCodeFence(clip(instead, 4_000), "sql")}`;
  return `${said.join("<br>")}${safer}`;
}
