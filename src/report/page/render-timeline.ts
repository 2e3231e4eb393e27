import { renderCount, renderDuration, renderNumber } from "../../amounts.ts";
import type { Deploy, DeployResult } from "./deploys.ts";
import { type Html, html } from "./html.ts";
import { renderUtc } from "./relative-time.ts";
import { renderDay } from "./time-axis.ts";
import type { Timeline, TimelineMark } from "./timeline.ts";

/** Pixels; the width is that of the page, which is why places in it are percents. */
const TOP = 26;
const GROUND = 150;
const HEIGHT = 178;
/** Of the width, on each side: left for the numbers, right for what is pending. */
const LEFT = 4.5;
const RIGHT = 6;

const RESULT_WORDS: Readonly<Record<DeployResult, string>> = {
  applied: "applied",
  failed: "failed",
  "taken-back": "taken back",
  recorded: "recorded, not run",
};

/** The picture of `timeline` with its legend, and in words what it shows. */
export function renderTimeline(timeline: Timeline): Html {
  const { marks, ticks, levels, nowAt } = timeline;
  const hasFewMarks = marks.length <= 14;
  return html`<figure class="timeline${marks.length > 60 ? " dense" : ""}">
<svg width="100%" height="${HEIGHT}" role="img" aria-labelledby="tl-t tl-d"><title id="tl-t">Deploys over time</title>
<desc id="tl-d">${describe(timeline)}</desc>
${levels.map(
  ({ migrations, height }) =>
    html`<line class="level" x1="${x(0)}" x2="100%" y1="${y(height)}" y2="${y(height)}"/><text class="count" x="0" y="${y(height) + 4}">${renderNumber(migrations)}</text>`,
)}
<line class="ground" x1="${x(0)}" x2="100%" y1="${GROUND}" y2="${GROUND}"/>
${ticks.map(
  ({ at, label }, index) =>
    html`<g class="tick${index % 2 === 1 ? " minor" : ""}"><line x1="${x(at)}" x2="${x(at)}" y1="${GROUND}" y2="${GROUND + 5}"/><text x="${x(at)}" y="${GROUND + 21}">${label}</text></g>`,
)}
<line class="now" x1="${x(nowAt)}" x2="${x(nowAt)}" y1="13" y2="${GROUND}"/><text class="now-word" x="${x(nowAt)}" y="8">now</text>
${renderPending(timeline)}${marks.map((mark) => renderMark(mark, hasFewMarks))}
</svg>
<figcaption>${renderLegend(timeline)}<span>Height: number of migrations, on a logarithmic scale.</span> <a href="#runs">The same as a table</a></figcaption>
</figure>`;
}

const x = (at: number): string => `${(LEFT + at * (100 - LEFT - RIGHT)).toFixed(2)}%`;
const y = (height: number): number => Math.round((GROUND - height * (GROUND - TOP)) * 10) / 10;

const SHAPES: Readonly<Record<DeployResult | "pending", Html>> = {
  applied: html`<circle r="4.5"/>`,
  failed: html`<path class="halo" d="M-4-4l8 8m0-8l-8 8"/><path class="cross" d="M-4-4l8 8m0-8l-8 8"/>`,
  "taken-back": html`<path d="M-6-4.5H6L0 6z"/>`,
  recorded: html`<rect x="-4.5" y="-4.5" width="9" height="9" rx="1.5"/>`,
  pending: html`<circle r="5.5"/>`,
};

function renderMark(mark: TimelineMark, isNumbered: boolean): Html {
  const { result, at, height, migrations, deploys, aside } = mark;
  const moved = aside === 0 ? null : html` transform="translate(${aside * 13})"`;
  const top = y(height);
  const number = isNumbered
    ? html`<text class="above" x="${x(at)}" y="${top - 11}">${renderNumber(migrations)}</text>`
    : null;
  return html`<g class="m ${result}"${moved}><title>${describeMark(result, migrations, deploys)}</title><line x1="${x(at)}" x2="${x(at)}" y1="${GROUND}" y2="${top}"/><svg class="at" x="${x(at)}" y="${top}">${SHAPES[result]}</svg>${number}</g>
`;
}

/** To the right of now: it is what comes next. */
function renderPending({ pending }: Timeline): Html | null {
  if (pending === null) return null;
  const top = y(pending.height);
  const number = renderNumber(pending.migrations);
  return html`<g class="m pending"><title>${number} pending</title><line x1="${NEXT}" x2="${NEXT}" y1="${GROUND}" y2="${top}"/><svg class="at" x="${NEXT}" y="${top}">${SHAPES.pending}</svg><text class="above" x="${NEXT}" y="${top - 12}">${number}</text></g>`;
}

const NEXT = `${100 - RIGHT / 2}%`;

function describeMark(result: DeployResult, migrations: number, deploys: readonly Deploy[]): string {
  const [newest] = deploys;
  const oldest = deploys.at(-1);
  const failed = deploys.flatMap(({ entries }) => entries).filter(({ status }) => status === "failed").length;
  const of = failed === 0 || failed === migrations ? "" : `${renderNumber(failed)} of `;
  const what = `${of}${renderCount(migrations, "migration")} ${RESULT_WORDS[result]}`;
  if (newest === undefined || oldest === undefined) return what;
  const at = (ms: number | null) => renderUtc(new Date(ms ?? 0).toISOString());
  if (deploys.length > 1)
    return `${deploys.length} runs from ${at(oldest.startMs)} to ${at(newest.endMs)}: ${what}`;
  const who = newest.who === null ? "" : ` by ${newest.who}`;
  const took = newest.durationMs === null ? "" : ` in ${renderDuration(newest.durationMs)}`;
  return `${at(newest.startMs)}: ${what}${took}${who}`;
}

function describe({ fromMs, untilMs, marks, pending }: Timeline): string {
  const runs = (result?: DeployResult) =>
    marks.filter((mark) => result === undefined || mark.result === result).flatMap(({ deploys }) => deploys);
  const counts = (["failed", "taken-back", "recorded"] as const).flatMap((result) =>
    runs(result).length === 0 ? [] : [`${renderNumber(runs(result).length)} ${RESULT_WORDS[result]}`],
  );
  const of = counts.length === 0 ? "" : `, of them ${counts.join(", ")}`;
  const waiting = pending === null ? "" : ` ${renderNumber(pending.migrations)} pending now.`;
  return `${renderCount(runs().length, "run")} between ${renderDay(fromMs)} and ${renderDay(untilMs)}${of}.${waiting}`;
}

const LEGEND: readonly DeployResult[] = ["applied", "failed", "taken-back", "recorded"];

function renderLegend({ marks, pending }: Timeline): readonly Html[] {
  const shown = LEGEND.filter((result) => marks.some((mark) => mark.result === result));
  const item = (kind: DeployResult | "pending", words: string) =>
    html`<span class="key m ${kind}"><svg width="16" height="16" viewBox="-8 -8 16 16" aria-hidden="true" focusable="false">${SHAPES[kind]}</svg>${words}</span>`;
  return [
    ...shown.map((result) => item(result, RESULT_WORDS[result])),
    ...(pending === null ? [] : [item("pending", "pending")]),
  ];
}
