import { renderDuration, renderNumber } from "../amounts.ts";
import { forLogLine } from "./foreign-text.ts";
import { makeHeadline } from "./make-headline.ts";
import { isDoneState, makeStateGroups, renderRuns, stateWords } from "./migration-states.ts";
import { renderTitle } from "./render-title.ts";
import type { Report } from "./report.ts";
import { renderAdoptionLines, renderAdoptionNext } from "./text/adoption-lines.ts";
import { renderBlastRadiusLines } from "./text/blast-radius-lines.ts";
import { renderCheckLines } from "./text/check-lines.ts";
import { renderFindingLines, renderNextLines } from "./text/finding-lines.ts";
import { renderHistoryLines } from "./text/history-lines.ts";
import type { Paint } from "./text/paint.ts";
import { paintOf, renderPlanLines, renderRehearsalLines } from "./text/plan-lines.ts";
import { renderPreflightLines } from "./text/preflight-lines.ts";
import { renderRepairLines, renderRepairNext } from "./text/repair-lines.ts";
import { renderStatusLines } from "./text/status-lines.ts";

/**
 * The whole report for a log or terminal, ends with a line feed: plan or status first, the result as the last line.
 * No line of it is a command to the runner, whatever the report holds.
 */
export function renderText(report: Report, paint: Paint): string {
  return joinBlocks([
    report.command === "status" ? [] : renderPlanBlock(report, paint),
    renderStatusLines(report, paint),
    renderHistoryLines(report, paint),
    ...outcome(report, paint),
  ]);
}

/** What is known before anything is applied: the plan, one line a migration, and how its rehearsal went. */
export function renderPlanText(report: Report, paint: Paint): string {
  return joinBlocks([renderPlanBlock(report, paint)]);
}

/** What became of the run, for after the plan was printed: notices, what stopped it, states, what to do, the result. */
export function renderOutcomeText(report: Report, paint: Paint): string {
  return joinBlocks(outcome(report, paint));
}

function renderPlanBlock(report: Report, paint: Paint): readonly string[] {
  return [
    ...renderAdoptionLines(report, paint),
    ...renderRepairLines(report, paint),
    ...renderPlanLines(report, paint),
    ...renderRehearsalLines(report, paint),
    ...renderPreflightLines(report, paint),
    ...renderBlastRadiusLines(report, paint),
    ...renderCheckLines(report, paint),
  ];
}

function outcome(report: Report, paint: Paint): readonly (readonly string[])[] {
  const notices = report.notices.map((notice) => `${paint.caution("!")} ${forLogLine(notice)}`);
  const hasFailed = report.migrations.some(({ state }) => !isDoneState(state));
  return [
    notices,
    renderFindingLines(report, paint),
    hasFailed ? renderStateLines(report, paint) : [],
    renderNextLines(report),
    renderAdoptionNext(report),
    renderRepairNext(report),
    renderCommentLine(report),
    [renderResult(report, paint)],
  ];
}

/** Where the comment on the pull request is; empty where there is none. */
function renderCommentLine({ comment }: Report): readonly string[] {
  if (!comment?.url) return [];
  return [`Comment on the pull request, ${comment.state}: ${forLogLine(comment.url)}`];
}

function renderStateLines(report: Report, paint: Paint): readonly string[] {
  return makeStateGroups(report.migrations).map(({ state, count, runs }) => {
    const { sign, word, meaning } = stateWords(state, report.command);
    const versions = renderRuns(runs, (migration) => forLogLine(renderTitle(migration)));
    const number = renderNumber(count);
    return `${paintOf(state, paint)(`${sign} ${word}`)} (${number}): ${versions} – ${meaning}`;
  });
}

function renderResult(report: Report, paint: Paint): string {
  const { tone, sign, words } = makeHeadline(report);
  const { target } = report;
  const environment = target?.environment == null ? "" : ` (${forLogLine(target.environment)})`;
  const where = target === null ? "" : ` · ${forLogLine(`${target.database}@${target.host}`)}${environment}`;
  return `${paint[tone](`${sign} ${words}`)}${where} · ${renderDuration(report.durationMs)}`;
}

function joinBlocks(blocks: readonly (readonly string[])[]): string {
  const texts = blocks.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
  return texts.length === 0 ? "" : `${texts.join("\n\n")}\n`;
}
