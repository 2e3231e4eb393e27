import { renderCount, renderNumber } from "../../amounts.ts";
import { clip } from "../foreign-text.ts";
import { hazardLink } from "../hazard-link.ts";
import type { Report, ReportHazard, ReportStep } from "../report.ts";
import { HAZARD_LEVELS } from "../standing-hazards.ts";
import { TROUBLESHOOTING } from "../troubleshooting.ts";
import { foreign, type Html, html, prose } from "./html.ts";
import { type Icon, icon } from "./icons.ts";
import { isWaiting, type PageRow, toneOf } from "./page-rows.ts";
import { renderTime } from "./relative-time.ts";
import { renderName } from "./render-name.ts";

/** More than anybody reads of what waits: the table below has each of them. */
const SHOWN = 20;
const SHOWN_HAZARDS = 20;

/** What waits to be applied, in its order, with its hazards; null where nothing does. */
export function renderPending(rows: readonly PageRow[], preview: Report | null, nowMs: number): Html | null {
  const waiting = rows.filter(isWaiting).toReversed();
  if (waiting.length === 0) return null;
  const steps = new Map((preview?.plan?.steps ?? []).map((step) => [step.version, step]));
  const more = waiting.length - SHOWN;
  const items = waiting
    .slice(0, SHOWN)
    .map((row) => renderItem(row, steps.get(row.version) ?? null, isLookedAt(preview), nowMs));
  return html`<section aria-labelledby="pending"><h2 id="pending">Pending</h2>
<p class="lead">${prose(`${describeOrder(rows, waiting.length)} ${describeLook(preview)}`)}</p>
<ol class="steps">${items}</ol>
${more > 0 ? html`<p>And <a href="?state=pending&amp;all=#migrations">${renderNumber(more)} more</a>.</p>` : null}
</section>`;
}

function describeOrder(rows: readonly PageRow[], count: number): string {
  if (rows.some(({ state }) => toneOf(state) === "bad"))
    return "None of it is applied before what is wrong above is put right.";
  if (count === 1) return "It is applied by the next `up`.";
  return `These ${renderNumber(count)} are applied by the next \`up\`, in this order.`;
}

const isLookedAt = (preview: Report | null): boolean => preview?.failure === null && preview.plan !== null;

function describeLook(preview: Report | null): string {
  if (preview === null) return "Hazards were not looked at in time: load the page again in a while.";
  if (!isLookedAt(preview)) {
    const why = preview.failure === null ? "" : `: ${TROUBLESHOOTING[preview.failure.code].title}`;
    return `Hazards could not be looked at${why}.`;
  }
  const count = (preview.plan?.steps ?? []).flatMap(standing).length;
  const found = count === 0 ? "No hazard was found" : `${renderCount(count, "hazard")} found`;
  return `${found} by reading; \`migrate-action plan\` tries it out too.`;
}

const standing = ({ hazards }: ReportStep): readonly ReportHazard[] =>
  hazards.filter(({ allowedBecause }) => allowedBecause === null);

function renderItem(row: PageRow, step: ReportStep | null, wasLookedAt: boolean, nowMs: number): Html {
  const hazards = (step?.hazards ?? []).toSorted((a, b) => rank(a) - rank(b));
  const more = hazards.length - SHOWN_HAZARDS;
  const facts = [
    ...(row.state === "late" ? ["late: older than the newest applied"] : []),
    ...(row.state === "again" ? ["runs again: its file was changed"] : []),
    ...(step?.mode === "no-transaction" ? ["runs without a transaction"] : []),
    ...(hazards.length === 0 && step !== null && wasLookedAt ? ["no hazard found"] : []),
  ];
  return html`<li><h3>${renderName(row)}</h3>${facts.length === 0 ? null : html`<p class="facts">${facts.join(" · ")}</p>`}
${renderLastTry(row, nowMs)}
${hazards.length === 0 ? null : html`<ul class="hazards">${hazards.slice(0, SHOWN_HAZARDS).map(renderHazard)}</ul>`}
${more > 0 ? html`<p class="facts">and ${renderNumber(more)} more</p>` : null}</li>
`;
}

/** A migration that is rolled back leaves nothing but this. */
function renderLastTry({ lastRun }: PageRow, nowMs: number): Html | null {
  if (lastRun?.status !== "failed") return null;
  return html`<div class="last-try">${icon("bad")}<p><b>Failed</b> ${renderTime(lastRun.executedAt, nowMs)}${lastRun.executedBy === null ? null : html` by ${foreign(lastRun.executedBy, 100)}`}, and is not applied.</p>
${lastRun.error === null ? null : html`<p class="error">${foreign(lastRun.error, 1_500)}</p>`}</div>`;
}

const LEVEL_ICONS: Readonly<Record<ReportHazard["level"], Icon>> = {
  error: "bad",
  high: "alert",
  medium: "alert",
  info: "note",
};

const LEVEL_WORDS: Readonly<Record<ReportHazard["level"], string>> = {
  error: "Error",
  high: "High",
  medium: "Medium",
  info: "Info",
};

const rank = ({ level, allowedBecause }: ReportHazard): number =>
  HAZARD_LEVELS.indexOf(level) + (allowedBecause === null ? 0 : HAZARD_LEVELS.length);

function renderHazard({ rule, level, line, message, instead, allowedBecause }: ReportHazard): Html {
  const isAllowed = allowedBecause !== null;
  return html`<li class="hazard ${isAllowed ? "allowed" : level}"><p class="what">${icon(isAllowed ? "note" : LEVEL_ICONS[level])}<b>${LEVEL_WORDS[level]}${isAllowed ? ", allowed" : null}</b>
<a href="${hazardLink(rule)}" rel="noreferrer">${rule}</a> <span>line ${line}</span></p>
<p>${prose(clip(message, 2_000))}</p>${isAllowed ? html`<p>Allowed in the file: ${foreign(allowedBecause, 500)}</p>` : null}
${instead === null || isAllowed ? null : html`<details><summary>What to write instead</summary><pre tabindex="0" aria-label="SQL to write instead"><code>${foreign(instead, 4_000)}</code></pre></details>`}</li>
`;
}
