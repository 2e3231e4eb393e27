import { renderCount, renderDuration } from "../../amounts.ts";
import type { ListPart } from "../fit-to-bytes.ts";
import { renderTitle } from "../render-title.ts";
import type { Report, ReportStep } from "../report.ts";
import { standingHazards } from "../standing-hazards.ts";
import { rehearsedMs, statementCount } from "../step-times.ts";
import { renderHazards } from "./hazard-parts.ts";
import { renderLevelCounts } from "./levels.ts";
import { renderLockChart } from "./lock-chart.ts";
import { renderHtmlName, renderName } from "./names.ts";
import { renderSql } from "./sql-parts.ts";

/** Up to this many migrations that want a look are shown unfolded. */
const MOST_OPEN = 2;

/** Each chart is a frame of its own on GitHub's page: more of them make it slow. */
const MOST_CHARTS = 20;

/**
 * Each planned migration with its hazards, its locks and its SQL: first those that want a look, then the others, which are
 * the first thing to be cut; each in the order of the plan.
 */
export function makeStepParts({ plan }: Report): readonly ListPart[] {
  const steps = plan?.steps ?? [];
  const wanted = steps.filter(wantsLook);
  const others = steps.filter((step) => !wantsLook(step));
  const charts = makeCharts([...wanted, ...others]);
  const fold = wanted.length <= MOST_OPEN ? "<details open>" : "<details>";
  const parts: readonly ListPart[] = [
    {
      ...{ before: "### Look at", between: "\n\n", after: "", rank: 2, noun: "migration" },
      items: wanted.map((step) => renderStep(step, fold, charts.get(step) ?? "")),
    },
    {
      ...{ before: wanted.length === 0 ? "### SQL" : "### The others", between: "\n\n", after: "", rank: 3 },
      noun: "migration",
      items: others.map((step) => renderStep(step, "<details>", charts.get(step) ?? "")),
    },
  ];
  return parts.filter(({ items }) => items.length > 0);
}

/** True where something may go wrong that nobody has allowed. */
function wantsLook({ hazards, losses = [] }: ReportStep): boolean {
  return losses.length > 0 || standingHazards(hazards).some(({ level }) => level !== "info");
}

function makeCharts(steps: readonly ReportStep[]): ReadonlyMap<ReportStep, string> {
  const charts = new Map<ReportStep, string>();
  for (const step of steps) {
    if (charts.size === MOST_CHARTS) break;
    const chart = renderLockChart(step);
    if (chart !== "") charts.set(step, chart);
  }
  return charts;
}

// The blank lines end the HTML block, so that what follows is read as Markdown. Source: GFM specification, 4.6, type 6.
function renderStep(step: ReportStep, fold: "<details>" | "<details open>", chart: string): string {
  const time = rehearsedMs(step);
  const title = [
    renderHtmlName(renderTitle(step)),
    ...renderLevelCounts(step.hazards),
    renderCount(statementCount(step), "statement"),
    ...(time === null ? [] : [renderDuration(time)]),
  ];
  const mode = step.mode === "transaction" ? "in one transaction" : "⚠️ without a transaction";
  const blocks = [
    `${fold}<summary>${title.join(" · ")}</summary>`,
    `File ${renderName(step.file)}, ${mode}`,
    ...renderHazards(step),
    ...(chart === "" ? [] : [chart]),
    renderSql(step),
    "</details>",
  ];
  return blocks.join("\n\n");
}
