import { expect, test } from "vitest";
import { renderRelative, renderTime } from "../../../../src/report/page/relative-time.ts";
import { NOW_MS } from "./page-values.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

test.each([
  [0, "just now"],
  [44_000, "just now"],
  [60_000, "1 minute ago"],
  [89 * MINUTE, "89 minutes ago"],
  [90 * MINUTE, "2 hours ago"],
  [35 * 60 * MINUTE, "35 hours ago"],
  [2 * DAY, "2 days ago"],
  [21 * DAY, "3 weeks ago"],
  [61 * DAY, "2 months ago"],
  [400 * DAY, "13 months ago"],
  [3 * 365.25 * DAY, "3 years ago"],
  [2_000 * 365.25 * DAY, "2,000 years ago"],
  [-10_000, "just now"],
  [-2 * 60 * MINUTE, "in 2 hours"],
])("what is %d ms back was %s", (distanceMs, words) => {
  expect(renderRelative(NOW_MS - distanceMs, NOW_MS)).toBe(words);
});

test("a moment is said in words and as it is, for people and for programs", () => {
  expect(renderTime("2026-06-01T10:00:00.123Z", NOW_MS).text).toBe(
    '<time datetime="2026-06-01T10:00:00.123Z">2 hours ago <small>2026-06-01 10:00:00 UTC</small></time>',
  );
});

test.each(["not a time", "infinity", '"><script>'])("%j is no moment, and stays a text", (text) => {
  expect(renderTime(text, NOW_MS).text).not.toContain("<time");
  expect(renderTime(text, NOW_MS).text).not.toContain("<script>");
});
