import { renderCount, renderDuration, renderNumber } from "../../amounts.ts";
import type { ReportHistoryEntry } from "../report-record.ts";
import type { Deploy, DeployResult } from "./deploys.ts";
import { foreign, type Html, html } from "./html.ts";
import { icon, RESULT_ICONS } from "./icons.ts";
import { type PageQuery, renderPageQuery } from "./page-query.ts";
import { renderTime } from "./relative-time.ts";
import { renderName, renderRunLink } from "./render-name.ts";
import { renderTimeline } from "./render-timeline.ts";
import { makeTimeline } from "./timeline.ts";

/** How many runs are shown when not all are asked for, and how many migrations of one. */
const SHOWN = 20;
const SHOWN_ENTRIES = 12;

/** The runs drawn over time; null where none has one. `pending`: how many migrations wait for the next run. */
export function renderDeployPicture(deploys: readonly Deploy[], pending: number, nowMs: number): Html | null {
  const timeline = makeTimeline(deploys, pending, nowMs);
  if (timeline === null) return null;
  return html`<section aria-labelledby="timeline"><h2 id="timeline">Timeline</h2>
${renderTimeline(timeline)}
</section>`;
}

/** The runs as a table; null where there is none. */
export function renderDeploys(deploys: readonly Deploy[], query: PageQuery, nowMs: number): Html | null {
  if (deploys.length === 0) return null;
  const shown = query.length === "all" ? deploys : deploys.slice(0, SHOWN);
  return html`<section aria-labelledby="runs"><h2 id="runs">Runs</h2>
<table class="list runs" role="table"><caption>What was run here, the newest first</caption>
<thead role="rowgroup"><tr role="row">${["Run", "Result", "When", "By", "Took", "Migrations"].map((title) => html`<th scope="col" role="columnheader">${title}</th>`)}</tr></thead>
<tbody role="rowgroup">
${shown.map((deploy) => renderDeploy(deploy, nowMs))}</tbody></table>
${shown.length < deploys.length ? html`<p class="more"><a href="${renderPageQuery({ ...query, length: "all" })}#runs">Show all ${renderNumber(deploys.length)} runs</a></p>` : null}
</section>`;
}

const RESULTS: Readonly<Record<DeployResult, { readonly word: string; readonly tone: string }>> = {
  applied: { word: "applied", tone: "good" },
  failed: { word: "failed", tone: "bad" },
  "taken-back": { word: "taken back", tone: "back" },
  recorded: { word: "recorded", tone: "back" },
};

function renderDeploy(deploy: Deploy, nowMs: number): Html {
  const { batch, result, startMs, who, environment, runUrl, durationMs } = deploy;
  const { word, tone } = RESULTS[result];
  const at = startMs === null ? null : new Date(startMs).toISOString();
  const called = batch === null ? "no batch" : `batch ${batch}`;
  return html`<tr role="row"><th scope="row" role="rowheader">${renderRunLink(called, runUrl)}${environment === null ? null : html` <small>${foreign(environment, 60)}</small>`}</th><td role="cell"><span class="state ${tone}">${icon(RESULT_ICONS[result])}${word}</span></td><td role="cell" class="when">${renderTime(at, nowMs)}</td><td role="cell" class="by">${who === null ? NONE : foreign(who, 100)}</td><td role="cell" class="took">${durationMs === null ? NONE : renderDuration(durationMs)}</td><td role="cell" class="entries">${renderEntries(deploy)}</td></tr>
`;
}

const NONE = html`<span class="none">–</span>`;

/** One migration stands there; of several their number does, and who wants to know opens it. What failed is always there. */
function renderEntries({ entries }: Deploy): Html {
  const failed = entries.filter(({ status }) => status === "failed");
  const others = entries.filter(({ status }) => status !== "failed");
  const [only] = others;
  const list =
    others.length === 1 && only !== undefined
      ? renderEntry(only)
      : html`<details><summary>${renderCount(others.length, "migration")}</summary><ul>${others.slice(0, SHOWN_ENTRIES).map((entry) => html`<li>${renderEntry(entry)}</li>`)}${others.length > SHOWN_ENTRIES ? html`<li>and ${renderNumber(others.length - SHOWN_ENTRIES)} more</li>` : null}</ul></details>`;
  return html`${failed.slice(0, SHOWN_ENTRIES).map((entry) => html`<div class="failed-entry">${renderEntry(entry)}</div>`)}${others.length === 0 ? null : list}`;
}

function renderEntry({ version, name, action, status, error }: ReportHistoryEntry): Html {
  const isFailed = status === "failed";
  const words = [...(action === null || action === "up" ? [] : [action]), ...(isFailed ? ["failed"] : [])];
  return html`${renderName({ version, name: name ?? "" })}${words.length === 0 ? null : html` <small>${foreign(words.join(" "), 60)}</small>`}${error === null ? null : html`<p class="${isFailed ? "error" : "remark"}">${foreign(error, 1_000)}</p>`}`;
}
