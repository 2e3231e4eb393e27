import { renderDuration, renderNumber } from "../amounts.ts";
import { forLogLine } from "./foreign-text.ts";
import { makeHeadline } from "./make-headline.ts";
import { isDoneState, makeStateGroups, renderRuns, stateWords } from "./migration-states.ts";
import { renderTitle } from "./render-title.ts";
import type { Report } from "./report.ts";
import { renderAdoptionLines, renderAdoptionNext } from "./text/adoption-lines.ts";
import { renderBlastRadiusLines } from "./text/blast-radius-lines.ts";
import { renderCheckLines } from "./text/check-lines.ts";
import { renderCreatedLines, renderCreatedNext } from "./text/created-lines.ts";
import { displayWidth, wrapToWidth } from "./text/display-width.ts";
import { renderEnvironmentLines } from "./text/environment-lines.ts";
import { renderFindingLines, renderNextLines } from "./text/finding-lines.ts";
import { renderHistoryLines } from "./text/history-lines.ts";
import type { Paint } from "./text/paint.ts";
import { paintOf, renderPlanLines, renderRehearsalLines } from "./text/plan-lines.ts";
import { renderPreflightLines } from "./text/preflight-lines.ts";
import { renderRepairLines, renderRepairNext } from "./text/repair-lines.ts";
import { renderStatusLines } from "./text/status-lines.ts";
import { renderSiteVerificationLines, renderVerificationLines } from "./text/verification-lines.ts";

/**
 * The whole report for a log or terminal, ends with a line feed: plan or status first, the result as the last line.
 * No line of it is a command to the runner, whatever the report holds. The tables of `status` and `history`, and their last
 * line, are laid out for `widthColumns`; null, for files and logs: as wide as they come.
 */
export function renderText(report: Report, paint: Paint, widthColumns: number | null): string {
  return joinBlocks([
    report.command === "status" ? [] : renderPlanBlock(report, paint),
    renderStatusLines(report, paint, widthColumns),
    renderHistoryLines(report, paint, widthColumns),
    renderCreatedLines(report, paint),
    ...outcome(report, paint, isTable(report) ? widthColumns : null),
  ]);
}

const isTable = ({ command }: Report): boolean => command === "status" || command === "history";

/** What is known before anything is applied: the plan, one line a migration, and how its rehearsal went. */
export function renderPlanText(report: Report, paint: Paint): string {
  return joinBlocks([renderPlanBlock(report, paint)]);
}

/** What became of the run, for after the plan was printed: notices, what stopped it, states, what to do, the result. */
export function renderOutcomeText(report: Report, paint: Paint): string {
  return joinBlocks(outcome(report, paint, null));
}

function renderPlanBlock(report: Report, paint: Paint): readonly string[] {
  return [
    ...renderAdoptionLines(report, paint),
    ...renderRepairLines(report, paint),
    ...renderPlanLines(report, paint),
    ...renderRehearsalLines(report, paint),
    ...renderSiteVerificationLines(report, paint),
    ...renderPreflightLines(report, paint),
    ...renderBlastRadiusLines(report, paint),
    ...renderEnvironmentLines(report, paint),
    ...renderCheckLines(report, paint),
  ];
}

function outcome(report: Report, paint: Paint, widthColumns: number | null): readonly (readonly string[])[] {
  const notices = report.notices.map((notice) => `${paint.caution("!")} ${forLogLine(notice)}`);
  const hasFailed = report.migrations.some(({ state }) => !isDoneState(state));
  return [
    notices,
    renderFindingLines(report, paint),
    hasFailed ? renderStateLines(report, paint) : [],
    renderVerificationLines(report, paint),
    renderNextLines(report),
    renderAdoptionNext(report),
    renderRepairNext(report),
    renderCreatedNext(report),
    renderCommentLine(report),
    renderResult(report, paint, widthColumns),
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

/** One line; more where that is wider than `widthColumns`: then each part that does not fit begins a new one. */
function renderResult(report: Report, paint: Paint, widthColumns: number | null): readonly string[] {
  const { tone, sign, words } = makeHeadline(report);
  const { target } = report;
  const environment = target?.environment == null ? "" : ` (${forLogLine(target.environment)})`;
  const where = target === null ? [] : [`${forLogLine(`${target.database}@${target.host}`)}${environment}`];
  const width = widthColumns ?? Number.POSITIVE_INFINITY;
  const lines = wrapToWidth(`${sign} ${words}`, width, 0, 2).map((line) => paint[tone](line));
  for (const part of [...where, renderDuration(report.durationMs)]) {
    const longer = `${lines.at(-1)} · ${part}`;
    if (displayWidth(longer) <= width) lines.splice(-1, 1, longer);
    else lines.push(...wrapToWidth(part, width, 2, 2));
  }
  return lines;
}

function joinBlocks(blocks: readonly (readonly string[])[]): string {
  const texts = blocks.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
  return texts.length === 0 ? "" : `${texts.join("\n\n")}\n`;
}
