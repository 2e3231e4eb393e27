import { clip } from "../foreign-text.ts";
import { makeDeploys } from "./deploys.ts";
import { foreign, type Html, html } from "./html.ts";
import { ICONS } from "./icons.ts";
import type { Page } from "./page.ts";
import { isWaiting, makePageRows } from "./page-rows.ts";
import { renderDeployPicture, renderDeploys } from "./render-deploys.ts";
import { renderMigrations } from "./render-migrations.ts";
import { renderPending } from "./render-pending.ts";
import { renderFigures, renderVerdict } from "./render-verdict.ts";
import { STYLE } from "./style-sheet.ts";
import { makeVerdict, type Verdict } from "./verdict.ts";

/** The status page: a whole document without scripts, and nothing in it is loaded from elsewhere. */
export function renderPage(page: Page): string {
  const { standing, history, preview, query, nowMs } = page;
  const verdict = makeVerdict(page);
  const { report } = standing;
  const entries = history?.history ?? [];
  const rows = makePageRows(report.status, entries);
  const deploys = makeDeploys(entries, report.status);
  const pending = rows.filter(isWaiting).length;
  const database = report.target?.database ?? null;
  const name = database === null ? "" : ` · ${clip(database, 60)}`;
  const title = `${verdict.tone === "good" ? "✓" : "✗"} ${verdict.words}${name}`;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">
<link rel="icon" href="${favicon(verdict.tone)}">
<style>${STYLE}</style></head>
<body><a class="skip" href="#main">Skip to the verdict</a>${ICONS}
${renderHeader(page)}
<main id="main" tabindex="-1">
${renderVerdict(verdict, new Date(nowMs).toISOString())}
${renderFigures(report, deploys[0] ?? null, nowMs)}
${renderPending(rows, preview, nowMs)}
${renderDeployPicture(deploys, pending, nowMs)}
${report.ledger === null ? null : renderMigrations(rows, query, nowMs)}
${renderDeploys(deploys, query, nowMs)}
${history === null && report.ledger !== null ? html`<p class="lead">The history was not read in time: load the page again.</p>` : null}
</main>
<footer><p>migrate-action ${report.tool.version} · made on the server, without scripts · all times are UTC</p></footer>
</body></html>
`.text;
}

function renderHeader({ standing }: Page): Html {
  const target = standing.report.target;
  const facts =
    target === null
      ? []
      : [
          html`<dt>Server</dt><dd>PostgreSQL ${foreign(target.serverVersion.replace(/\s*\(.*$/u, ""), 60)}</dd>`,
          ...(target.environment === null
            ? []
            : [html`<dt>Environment</dt><dd class="environment">${foreign(target.environment, 60)}</dd>`]),
        ];
  return html`<header><p class="tool">Migrations of</p><p class="database">${target === null ? "the database" : foreign(target.database, 100)}</p><dl>${facts}</dl></header>`;
}

const FAVICON_COLORS: Readonly<Record<Verdict["tone"], string>> = {
  good: "#1a7f4b",
  caution: "#b26a00",
  bad: "#c62f25",
};
const FAVICON_SIGNS: Readonly<Record<Verdict["tone"], string>> = {
  good: "M4.6 8.4l2.3 2.3 4.5-5",
  caution: "M8 4.2V8l2.6 1.8",
  bad: "M5.2 5.2l5.6 5.6m0-5.6l-5.6 5.6",
};

/** The verdict as a picture that is part of the page. */
function favicon(tone: Verdict["tone"]): string {
  const outline = tone === "bad" ? '<path d="M5 0h6l5 5v6l-5 5H5l-5-5V5z"' : '<circle cx="8" cy="8" r="8"';
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${outline} fill="${FAVICON_COLORS[tone]}"/><path d="${FAVICON_SIGNS[tone]}" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(picture)}`;
}
