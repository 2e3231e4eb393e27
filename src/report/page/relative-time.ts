import { renderCount } from "../../amounts.ts";
import { renderMoment } from "../render-moment.ts";
import { type Html, html } from "./html.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Up to which distance a unit is used: what people would say, not the largest unit that fits. */
const UNITS = [
  { noun: "minute", unitMs: MINUTE_MS, untilMs: 90 * MINUTE_MS },
  { noun: "hour", unitMs: HOUR_MS, untilMs: 36 * HOUR_MS },
  { noun: "day", unitMs: DAY_MS, untilMs: 21 * DAY_MS },
  { noun: "week", unitMs: 7 * DAY_MS, untilMs: 60 * DAY_MS },
  { noun: "month", unitMs: 30.44 * DAY_MS, untilMs: 548 * DAY_MS },
  { noun: "year", unitMs: 365.25 * DAY_MS, untilMs: Number.POSITIVE_INFINITY },
] as const;

/** `just now`, `5 minutes ago`, `3 years ago`, `in 2 hours`: from `atMs` as seen at `nowMs`, both since 1970. */
export function renderRelative(atMs: number, nowMs: number): string {
  const distanceMs = Math.abs(nowMs - atMs);
  if (distanceMs < 45_000) return "just now";
  const { noun, unitMs } = UNITS.find(({ untilMs }) => distanceMs < untilMs) ?? UNITS[5];
  const words = renderCount(Math.max(1, Math.round(distanceMs / unitMs)), noun);
  return atMs <= nowMs ? `${words} ago` : `in ${words}`;
}

/** `2026-06-01 08:00:12 UTC`: a moment in ISO 8601 as people read it. */
export const renderUtc = (iso: string): string => renderMoment(iso).replace(/Z$/, " UTC");

/** Both: what people say, and beside it the moment. A dash where there is none; as it is where it is no moment. */
export function renderTime(iso: string | null, nowMs: number): Html {
  if (iso === null) return html`<span class="none">–</span>`;
  const atMs = Date.parse(iso);
  if (Number.isNaN(atMs)) return html`<bdi>${iso}</bdi>`;
  return html`<time datetime="${iso}">${renderRelative(atMs, nowMs)} <small>${renderUtc(iso)}</small></time>`;
}
