import { renderCount, renderDuration } from "../../amounts.ts";
import type { MigrationState } from "../../apply/outcome.ts";
import { clip, forLogLine } from "../foreign-text.ts";
import { filesOf, isDriftAsked, isOnlyCompared, isSame } from "../is-same.ts";
import { isDoneState, stateWords } from "../migration-states.ts";
import { renderTitle } from "../render-title.ts";
import type { Report, ReportHazard, ReportStep } from "../report.ts";
import { rehearsedMs, statementCount } from "../step-times.ts";
import { type Cell, renderColumns } from "./columns.ts";
import type { Paint } from "./paint.ts";

/** The plan, one line a migration: `✓` applied, `✗` failed, `•` not applied; its hazards beneath it. */
export function renderPlanLines(report: Report, paint: Paint): readonly string[] {
  const steps = report.plan?.steps ?? [];
  const states = new Map(report.migrations.map(({ version, state }) => [version, state]));
  const lines = renderColumns(steps.map((step) => makeCells(step, states.get(step.version), report, paint)));
  return lines.flatMap((line, index) => {
    const hazards = steps[index]?.hazards ?? [];
    const losses = steps[index]?.losses ?? [];
    return [
      line,
      ...losses.map((loss) => `     ${paint.caution("takes away")} ${forLogLine(clip(loss, 500))}`),
      ...hazards.map((hazard) => renderHazard(hazard, steps[index]?.file ?? "", paint)),
    ];
  });
}

function makeCells(
  step: ReportStep,
  state: MigrationState | undefined,
  report: Report,
  paint: Paint,
): readonly Cell[] {
  return [
    {
      text: state === undefined ? "•" : stateWords(state, report.command).sign,
      paint: paintOf(state, paint),
    },
    { text: titleOf(step, report) },
    step.mode === "transaction" ? { text: "transaction" } : { text: "no transaction", paint: paint.caution },
    { text: renderCount(statementCount(step), "statement"), align: "end" },
    rehearsalCell(step, report, paint),
  ];
}

function titleOf(step: ReportStep, { command }: Report): string {
  if (command === "down") return `take back ${renderTitle(step)}`;
  return step.runsAgain ? `${renderTitle(step)} (runs again)` : renderTitle(step);
}

function rehearsalCell(step: ReportStep, { rehearsal }: Report, paint: Paint): Cell {
  if (rehearsal?.failure?.version === step.version)
    return { text: "failed in the rehearsal", paint: paint.bad };
  const rehearsed = rehearsedMs(step);
  if (rehearsed === null) return { text: "not rehearsed", paint: paint.faint };
  return { text: `rehearsed in ${renderDuration(rehearsed)}`, paint: paint.faint };
}

/** The style for a state; that of what has not happened is faint. */
export function paintOf(state: MigrationState | undefined, paint: Paint): Paint[keyof Paint] {
  if (state === undefined || state === "not-run") return paint.faint;
  return isDoneState(state) ? paint.good : paint.bad;
}

function renderHazard(hazard: ReportHazard, file: string, paint: Paint): string {
  const { level, rule, line, column, message, instead, allowedBecause } = hazard;
  const words = [
    `${forLogLine(rule)} at ${forLogLine(file)}:${line}:${column}: ${forLogLine(clip(message, 1_000))}`,
    ...(instead === null ? [] : [`Instead: ${forLogLine(clip(instead, 1_000))}`]),
    ...(allowedBecause === null ? [] : [`Allowed: ${forLogLine(clip(allowedBecause, 500))}`]),
  ];
  const isBad = allowedBecause === null && (level === "error" || level === "high");
  return `     ${(isBad ? paint.bad : paint.caution)(level)} ${words.join(" ")}`;
}

/** Most differences that a log shows. */
const MOST_DRIFT = 50;

/** How the plan was tried, in a line, and what could not be; empty before a rehearsal. */
export function renderRehearsalLines(report: Report, paint: Paint): readonly string[] {
  const { rehearsal } = report;
  if (rehearsal === null) return [];
  const description =
    rehearsal.description === "" ? "" : `: ${forLogLine(clip(rehearsal.description, 1_000))}`;
  const gaps = rehearsal.notRehearsed.map(
    ({ version, line, why }) =>
      `  ${paint.caution("•")} not rehearsed: ${forLogLine(version)}, line ${line}: ${forLogLine(clip(why, 1_000))}`,
  );
  const drift = renderMost(rehearsal.drift, paint.caution("•"), "drift", paint);
  if (rehearsal.site === "none")
    return [paint.caution(`• Nothing was rehearsed${description}`), ...gaps, ...drift];
  const time = renderDuration(rehearsal.durationMs);
  const result = isOnlyCompared(report)
    ? `• Nothing to rehearse, the schema looked at in ${time}`
    : rehearsal.ok
      ? paint.good(`✓ Rehearsal passed in ${time}`)
      : paint.bad(`✗ Rehearsal failed after ${time}`);
  return [
    `${result}${description}`,
    ...gaps,
    ...renderRestoration(report, paint),
    ...drift,
    ...renderCompared(report, paint),
  ];
}

function renderRestoration({ rehearsal }: Report, paint: Paint): readonly string[] {
  const { restoration } = rehearsal ?? {};
  if (restoration === undefined) return [];
  const { differences, unknown } = restoration;
  if (unknown !== null)
    return [
      `  ${paint.caution("•")} whether the schema is then what it was before is not known: ${forLogLine(clip(unknown, 1_000))}`,
    ];
  if (differences.length === 0) return [`  ${paint.good("✓")} taken back, the schema is what it was before`];
  return renderMost(differences, paint.bad("✗"), "taken back", paint);
}

/** So many of `differences` as a log shows, each after `sign` and `word`. */
function renderMost(
  differences: readonly string[],
  sign: string,
  word: string,
  paint: Paint,
): readonly string[] {
  const lines = differences
    .slice(0, MOST_DRIFT)
    .map((text) => `  ${sign} ${word}: ${forLogLine(clip(text, 1_000))}`);
  const more = differences.length - MOST_DRIFT;
  return more > 0 ? [...lines, `  ${paint.caution("•")} and ${more} more: the report has all`] : lines;
}

function renderCompared(report: Report, paint: Paint): readonly string[] {
  if (isSame(report)) return [`  ${paint.good("✓")} the target is what the ${filesOf(report)} make`];
  const why = isDriftAsked(report) ? (report.rehearsal?.driftUnknown ?? null) : null;
  return why === null ? [] : [`  ${paint.caution("•")} drift is not known: ${forLogLine(clip(why, 1_000))}`];
}
