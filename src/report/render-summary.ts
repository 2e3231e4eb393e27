import { fitToBytes, type Part } from "./fit-to-bytes.ts";
import { inCode } from "./foreign-text.ts";
import { makeHeadline } from "./make-headline.ts";
import type { Report } from "./report.ts";
import { makeAdoptionParts } from "./summary/adoption-parts.ts";
import { makeBlastRadiusParts } from "./summary/blast-radius-parts.ts";
import { renderDatabase, renderFacts } from "./summary/facts.ts";
import { makeFindingParts, renderNextSteps } from "./summary/finding-parts.ts";
import { makeHistoryParts } from "./summary/history-parts.ts";
import { makeNoticeParts, makeRehearsalParts } from "./summary/note-parts.ts";
import { makePlanParts } from "./summary/plan-parts.ts";
import { makePreflightParts } from "./summary/preflight-parts.ts";
import { makeSqlParts } from "./summary/sql-parts.ts";
import { makeStateParts, makeStatusParts } from "./summary/state-parts.ts";
import { renderTimeline } from "./summary/timeline.ts";

/** Well under the 1 MiB over which GitHub drops a step's whole summary. Source: GitHub docs, "Adding a job summary". */
export const SUMMARY_BUDGET_BYTES = 900_000;

/**
 * The job summary of any command as GitHub-flavoured Markdown, ends with a line feed. At most `budgetBytes` in UTF-8:
 * SQL is cut first, then lists; headline, failure and the state of each migration stay.
 */
export function renderSummary(report: Report, budgetBytes: number = SUMMARY_BUDGET_BYTES): string {
  const parts: Part[] = [
    renderHeading(report),
    renderFacts(report),
    ...makeFindingParts(report),
    ...makeStateParts(report),
    renderNextSteps(report),
    ...makeNoticeParts(report),
    ...makePlanParts(report),
    ...makePreflightParts(report),
    ...makeBlastRadiusParts(report),
    ...makeAdoptionParts(report),
    ...makeStatusParts(report),
    ...makeHistoryParts(report),
    ...makeRehearsalParts(report),
    renderTimeline(report),
    ...makeSqlParts(report),
    renderFooter(report),
  ];
  return fitToBytes(parts, budgetBytes);
}

function renderHeading(report: Report): string {
  const { emoji, words } = makeHeadline(report);
  const where = report.target === null ? "" : ` · ${renderDatabase(report.target)}`;
  return `## ${emoji} ${words}${where}`;
}

function renderFooter(report: Report): string {
  const { tool, command, startedAt, exitCode } = report;
  const words = [
    inCode(`${tool.name} ${tool.version}`),
    inCode(command),
    `started ${inCode(startedAt)}`,
    `exit code ${exitCode}`,
  ];
  return `<sub>${words.join(" · ")}</sub>`;
}
