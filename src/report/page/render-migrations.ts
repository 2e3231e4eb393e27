import { renderDuration, renderNumber } from "../../amounts.ts";
import { STATUS_WORDS } from "../migration-states.ts";
import type { StatusState } from "../report-record.ts";
import { foreign, type Html, html } from "./html.ts";
import { type Icon, icon } from "./icons.ts";
import { LONGEST_QUERY, type PageQuery, renderPageQuery } from "./page-query.ts";
import { type PageRow, searchRows, toneOf } from "./page-rows.ts";
import { renderTime } from "./relative-time.ts";
import { renderName, renderRunLink } from "./render-name.ts";

/** How many rows are shown when not all are asked for. */
const SHOWN = 50;

/** The search, and of all migrations those it finds. */
export function renderMigrations(rows: readonly PageRow[], query: PageQuery, nowMs: number): Html {
  const found = searchRows(rows, query);
  const shown = query.length === "all" ? found : found.slice(0, SHOWN);
  return html`<section aria-labelledby="migrations"><h2 id="migrations">Migrations</h2>
${renderSearch(rows, query)}
<p class="lead" id="found">${describeFound(rows, found, shown, query)}</p>
${shown.length === 0 ? null : renderTable(shown, nowMs)}
${shown.length < found.length ? html`<p class="more"><a href="${renderPageQuery({ ...query, length: "all" })}#migrations">Show all ${renderNumber(found.length)}</a></p>` : null}
</section>`;
}

function renderSearch(rows: readonly PageRow[], { text, state, length }: PageQuery): Html {
  const states = (Object.keys(STATUS_WORDS) as StatusState[]).filter(
    (known) => known === state || rows.some((row) => row.state === known),
  );
  const options = states.map(
    (known) =>
      html`<option value="${known}"${known === state ? html` selected` : null}>${STATUS_WORDS[known].word} (${renderNumber(rows.filter((row) => row.state === known).length)})</option>`,
  );
  return html`<form class="search" method="get" action="#migrations" role="search" aria-label="Migrations">
<label><span>Search</span><input type="search" name="q" value="${text}" maxlength="${LONGEST_QUERY}" placeholder="Version, name or person" autocomplete="off" spellcheck="false"></label>
<label><span>State</span><select name="state"><option value="">all</option>${options}</select></label>
${length === "all" ? html`<input type="hidden" name="all" value="">` : null}<button>Search</button>
</form>`;
}

function describeFound(
  rows: readonly PageRow[],
  found: readonly PageRow[],
  shown: readonly PageRow[],
  { text, state }: PageQuery,
): Html {
  const isSearch = text !== "" || state !== null;
  const of = isSearch
    ? html`${renderNumber(found.length)} of ${renderNumber(rows.length)} migrations${text === "" ? null : html` with “${foreign(text, LONGEST_QUERY)}”`}${state === null ? null : `, ${STATUS_WORDS[state].word}`}`
    : html`${renderNumber(rows.length)} ${rows.length === 1 ? "migration" : "migrations"}`;
  const cut = shown.length < found.length ? `, the first ${renderNumber(shown.length)} shown` : "";
  return html`${of}${cut}.${isSearch ? html` <a href="?#migrations">Show every migration</a>` : null}`;
}

function renderTable(rows: readonly PageRow[], nowMs: number): Html {
  const hasBatches = rows.some(({ lastRun }) => lastRun?.batch != null);
  const titles = ["Migration", "State", "When", "By", "Took", ...(hasBatches ? ["Batch"] : [])];
  return html`<table class="list migrations" role="table"><caption>Migrations: what needs attention, what is pending, then the newest first</caption>
<thead role="rowgroup"><tr role="row">${titles.map((title) => html`<th scope="col" role="columnheader">${title}</th>`)}</tr></thead>
<tbody role="rowgroup">
${rows.map((row) => renderRow(row, hasBatches, nowMs))}</tbody></table>`;
}

const STATE_ICONS: Readonly<Record<StatusState, Icon>> = {
  applied: "good",
  pending: "caution",
  again: "caution",
  failed: "bad",
  running: "alert",
  edited: "alert",
  missing: "alert",
  late: "alert",
  ahead: "alert",
  gone: "note",
};

function renderRow(row: PageRow, hasBatches: boolean, nowMs: number): Html {
  const { state, appliedAt, appliedBy, executionTimeMs, origin, lastRun } = row;
  const { word, meaning } = STATUS_WORDS[state];
  const more = origin ?? (state === "applied" || state === "pending" ? null : meaning);
  const error = state === "failed" || state === "running" ? (lastRun?.error ?? null) : null;
  return html`<tr role="row"><th scope="row" role="rowheader">${renderName(row)}</th><td role="cell"><span class="state ${toneOf(state)}">${icon(STATE_ICONS[state])}${word}</span>${more === null ? null : html` <small>${foreign(more, 200)}</small>`}${error === null ? null : html`<p class="error">${foreign(error, 1_000)}</p>`}</td><td role="cell" class="when">${renderTime(appliedAt, nowMs)}</td><td role="cell" class="by">${renderText(appliedBy)}</td><td role="cell" class="took">${executionTimeMs === null ? NONE : renderDuration(executionTimeMs)}</td>${hasBatches ? html`<td role="cell" class="batch">${renderBatch(row)}</td>` : null}</tr>
`;
}

const NONE = html`<span class="none">–</span>`;

const renderText = (text: string | null): Html => (text === null ? NONE : foreign(text, 100));

/** Of a run that left the migration as it is: a failed try is told beside it. */
function renderBatch({ lastRun, appliedAt }: PageRow): Html {
  if (lastRun === null || appliedAt === null) return NONE;
  if (lastRun.batch === null) return lastRun.runUrl === null ? NONE : renderRunLink("run", lastRun.runUrl);
  return renderRunLink(String(lastRun.batch), lastRun.runUrl);
}
