import { renderNumber } from "../../amounts.ts";
import { clip } from "../foreign-text.ts";
import type { Report } from "../report.ts";
import type { StatusState } from "../report-record.ts";
import type { Deploy } from "./deploys.ts";
import { foreign, type Html, html, prose } from "./html.ts";
import { type Icon, icon } from "./icons.ts";
import { renderTime } from "./relative-time.ts";
import type { Verdict } from "./verdict.ts";

const ICONS: Readonly<Record<Verdict["tone"], Icon>> = { good: "good", caution: "caution", bad: "bad" };

/** The banner: whether all is well, else what is not and what to do about it. `checkedAt` in ISO 8601. */
export function renderVerdict({ tone, words, meaning, problems }: Verdict, checkedAt: string): Html {
  const items = problems.map(
    ({ message, next }) =>
      html`<li><p class="problem">${prose(clip(message, 1_000))}</p>${next === null ? null : html`<p class="next">${prose(next)}</p>`}</li>`,
  );
  return html`<section class="verdict ${tone}" aria-labelledby="verdict">
${icon(ICONS[tone])}
<div><h1 id="verdict">${words}</h1><p class="meaning">${meaning}</p>
${items.length === 0 ? null : html`<ul>${items}</ul>`}
<p class="checked">Looked at <time datetime="${checkedAt}">${checkedAt.slice(11, 19)} UTC</time>. Load the page again to look again.</p></div>
</section>`;
}

/** How many there are of what, as far as it is known. */
export function renderFigures({ status, ledger }: Report, newest: Deploy | null, nowMs: number): Html | null {
  if (ledger === null) return null;
  const count = (...states: readonly StatusState[]) =>
    status.filter(({ state }) => states.includes(state)).length;
  const figures = [
    figure("Applied", count("applied", "edited", "missing", "ahead", "gone"), "good", "applied"),
    figure("Pending", count("pending", "late", "again"), "caution", "pending"),
    figure("Failed", count("failed", "running"), "bad", count("failed") > 0 ? "failed" : "running"),
    figure("Edited", count("edited"), "bad", "edited"),
    figure("Ahead", count("ahead"), "bad", "ahead"),
    figure("Without their file", count("missing"), "bad", "missing"),
  ];
  const last = newest?.startMs == null ? null : new Date(newest.startMs).toISOString();
  return html`<dl class="figures">${figures}
<div class="wide"><dt>Newest applied</dt><dd class="text">${ledger.currentVersion === null ? "none" : foreign(ledger.currentVersion, 120)}</dd></div>
<div class="wide"><dt>Last run</dt><dd class="text">${last === null ? "none on record" : renderTime(last, nowMs)}</dd></div>
</dl>`;
}

/** These are shown even where there are none: nobody has to ask. */
const ALWAYS: ReadonlySet<string> = new Set(["Applied", "Pending", "Failed", "Ahead"]);

function figure(title: string, count: number, tone: Verdict["tone"], state: StatusState): Html | null {
  if (count === 0 && !ALWAYS.has(title)) return null;
  const number = renderNumber(count);
  // The numbers count more than one state: the link is to where to begin.
  const shown = count === 0 ? number : html`<a href="?state=${state}#migrations">${number}</a>`;
  return html`<div class="${count === 0 ? "zero" : tone}"><dt>${title}</dt><dd>${shown}</dd></div>
`;
}
