import { expect, test } from "vitest";
import type { Report } from "../../../src/report/report.ts";
import { cutToRows, makeFrame } from "../../../src/shells/watch/make-frame.ts";
import { makeReport } from "../report/make-report.ts";

const LINES = ["1", "2", "3", "4", "5"];

test.each([
  [5, "start", LINES],
  [3, "start", ["… 3 more lines", "4", "5"]],
  [3, "end", ["1", "… 3 more lines", "5"]],
  [1, "start", ["… 5 more lines"]],
  [1, "end", ["5"]],
] as const)("in %i rows, cut at the %s, lines are %j", (rows, at, wanted) => {
  expect(cutToRows(LINES, rows, at)).toEqual(wanted);
});

const good = makeReport("status", { startedAt: "2026-06-01T08:00:00.000Z" });
const failed = makeReport("status", { startedAt: "2026-06-01T08:00:02.000Z", status: [] });
const render = (report: Report) =>
  report === failed ? "✗ lost\n" : `${report.status.map(({ version }) => version).join("\n")}\n`;

test("a frame has what there is, and when it was looked at", () => {
  expect(makeFrame({ good, failed: null }, { columns: 60, rows: 24 }, render)).toEqual([
    ...good.status.map(({ version }) => version),
    "",
    "2026-06-01 08:00:00Z, every 2 s; Ctrl-C ends it.",
  ]);
});

test("a frame of a database that is lost keeps what was known, and says why it is not known now", () => {
  const lines = makeFrame({ good, failed }, { columns: 60, rows: 24 }, render);
  expect(lines.slice(0, 5)).toEqual(good.status.map(({ version }) => version));
  expect(lines.slice(5)).toEqual(["", "✗ lost", "", "2026-06-01 08:00:02Z, every 2 s; Ctrl-C ends it."]);
});

test.each([
  [10, 5],
  [20, 1],
  [1, 1],
  [60, 3],
])("a frame is no larger than a screen of %i columns and %i rows", (columns, rows) => {
  for (const shown of [
    { good, failed: null },
    { good, failed },
    { good: null, failed },
  ]) {
    const lines = makeFrame(shown, { columns, rows }, render);
    expect(lines.length).toBeLessThanOrEqual(rows);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(Math.max(1, columns - 1));
  }
});
