import type { DeployResult } from "./deploys.ts";
import { type Html, html } from "./html.ts";

/** Shapes that tell apart what colours do too: each is another outline, not only another sign in it. */
export const ICONS = html`<svg class="sprites" width="0" height="0" aria-hidden="true" focusable="false">
<symbol id="i-good" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7.5" class="f"/><path d="M4.6 8.4l2.3 2.3 4.5-5" class="s"/></symbol>
<symbol id="i-caution" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.6" class="o"/><path d="M8 4.4V8l2.4 1.7" class="o"/></symbol>
<symbol id="i-bad" viewBox="0 0 16 16"><path d="M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5z" class="f"/><path d="M5.4 5.4l5.2 5.2m0-5.2l-5.2 5.2" class="s"/></symbol>
<symbol id="i-back" viewBox="0 0 16 16"><path d="M6.4 3.2L2.6 7l3.8 3.8M3 7h6.6a3.4 3.4 0 010 6.8H7" class="o"/></symbol>
<symbol id="i-note" viewBox="0 0 16 16"><rect x="2" y="2" width="12" height="12" rx="2" class="o"/><path d="M5 6.2h6M5 9.6h4" class="o"/></symbol>
<symbol id="i-alert" viewBox="0 0 16 16"><path d="M8 1.2L15.4 14.6H.6z" class="f"/><path d="M8 6v4m0 1.9v.6" class="s"/></symbol>
</svg>`;

/** The name of a shape. */
export type Icon = "good" | "caution" | "bad" | "back" | "note" | "alert";

/** The shape, silent: beside it stands a word. */
export const icon = (name: Icon): Html =>
  html`<svg class="i" aria-hidden="true" focusable="false"><use href="#i-${name}"/></svg>`;

export const RESULT_ICONS: Readonly<Record<DeployResult, Icon>> = {
  applied: "good",
  failed: "bad",
  "taken-back": "back",
  recorded: "note",
};
