import { fitToBytes, type Part } from "./fit-to-bytes.ts";
import { inCode } from "./foreign-text.ts";
import { makeHeadline } from "./make-headline.ts";
import { isDoneState } from "./migration-states.ts";
import type { Report } from "./report.ts";
import { makeAdoptionParts } from "./summary/adoption-parts.ts";
import { makeBlastRadiusParts } from "./summary/blast-radius-parts.ts";
import { makeCheckParts } from "./summary/check-parts.ts";
import { makeCreatedParts } from "./summary/created-parts.ts";
import { makeEnvironmentParts } from "./summary/environment-parts.ts";
import { renderDatabase, renderFacts } from "./summary/facts.ts";
import { makeFindingParts, renderNextSteps } from "./summary/finding-parts.ts";
import { renderGlance } from "./summary/glance.ts";
import { makeHistoryParts } from "./summary/history-parts.ts";
import { makeNoticeParts, makeRehearsalParts } from "./summary/note-parts.ts";
import { makePlanParts } from "./summary/plan-parts.ts";
import { makePreflightParts } from "./summary/preflight-parts.ts";
import { makeRepairParts } from "./summary/repair-parts.ts";
import { makeStateParts, makeStatusParts } from "./summary/state-parts.ts";
import { makeStepParts } from "./summary/step-parts.ts";
import { renderTimeline } from "./summary/timeline.ts";
import { makeVerificationParts } from "./summary/verification-parts.ts";

/** Well under the 1 MiB over which GitHub drops a step's whole summary. Source: GitHub docs, "Adding a job summary". */
export const SUMMARY_BUDGET_BYTES = 900_000;

/**
 * The job summary of any command as GitHub-flavoured Markdown, ends with a line feed. At most `budgetBytes` in UTF-8:
 * SQL is cut first, then lists; headline, failure and the state of each migration stay.
 */
export function renderSummary(report: Report, budgetBytes: number = SUMMARY_BUDGET_BYTES): string {
  const glance = renderGlance(report);
  const stopped = [...makeFindingParts(report), ...makeStateParts(report), renderNextSteps(report)];
  const parts: Part[] = [
    renderHeading(report),
    ...(hasFailed(report) ? [...stopped, glance] : [glance, ...stopped]),
    ...makeNoticeParts(report),
    ...makeVerificationParts(report),
    ...makePlanParts(report),
    ...makePreflightParts(report),
    ...makeBlastRadiusParts(report),
    ...makeEnvironmentParts(report),
    ...makeCheckParts(report),
    ...makeStepParts(report),
    ...makeAdoptionParts(report),
    ...makeRepairParts(report),
    ...makeStatusParts(report),
    ...makeHistoryParts(report),
    ...makeCreatedParts(report),
    ...makeRehearsalParts(report),
    renderTimeline(report),
    `### Run\n\n${renderFacts(report)}`,
    renderFooter(report),
  ];
  return fitToBytes(parts, budgetBytes);
}

/** True when a migration did: then that is the news, and not what was planned. */
function hasFailed({ rehearsal, migrations }: Report): boolean {
  return rehearsal?.failure != null || migrations.some(({ state }) => !isDoneState(state));
}

/** The result as the page's heading, with the database where there is one. */
export function renderHeading(report: Report): string {
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
