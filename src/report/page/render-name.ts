import { renderTitle } from "../render-title.ts";
import { foreign, type Html, html } from "./html.ts";

/** A migration as people call it, its name set apart from what numbers it. Shown is at most what fits a few lines. */
export function renderName(migration: { readonly version: string; readonly name: string }): Html {
  const { version, name } = migration;
  const title = renderTitle(migration);
  const begin = name === "" ? -1 : title.lastIndexOf(name);
  if (begin <= 0 || title.length > 200)
    return html`<span class="name">${foreign(begin === -1 ? version : title, 200)}</span>`;
  return html`<span class="name"><span class="number">${foreign(title.slice(0, begin), 200)}</span><b>${foreign(title.slice(begin, begin + name.length), 200)}</b>${title.slice(begin + name.length)}</span>`;
}

/** A link to where a run can be looked at, only to what is fetched safely; else the words alone. */
export function renderRunLink(words: string, runUrl: string | null): Html {
  if (runUrl === null || !isHttps(runUrl)) return html`${words}`;
  return html`<a href="${runUrl}" rel="noreferrer">${words}</a>`;
}

function isHttps(address: string): boolean {
  return URL.canParse(address) && new URL(address).protocol === "https:";
}
