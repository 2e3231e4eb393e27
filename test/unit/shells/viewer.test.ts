import { expect, test } from "vitest";
import { makeBlocks, makeJsonLines, makeQuiet } from "../../../src/shells/watch/viewer.ts";
import { makeFailure, makeReport } from "../report/make-report.ts";

const first = makeReport("status", { startedAt: "2026-06-01T08:00:00.000Z", durationMs: 5 });
const same = { ...first, startedAt: "2026-06-01T08:00:02.000Z", durationMs: 900 };
const other = { ...same, status: first.status.slice(0, 1) };

test("a log gets a block when something has changed, and none for a look that took another time", () => {
  let said = "";
  const viewer = makeBlocks(
    (text) => (said += text),
    (report) => `${report.status.length} rows\n`,
  );
  for (const report of [first, same, other, same]) viewer.show(report);
  expect(said).toBe(
    "2026-06-01 08:00:00Z\n5 rows\n\n2026-06-01 08:00:02Z\n1 rows\n\n2026-06-01 08:00:02Z\n5 rows\n",
  );
});

test("a script gets a document a line", () => {
  const lines: string[] = [];
  const viewer = makeJsonLines((text) => lines.push(text));
  for (const report of [first, same, other]) viewer.show(report);
  expect(lines.map((line) => JSON.parse(line))).toEqual([first, other]);
  for (const line of lines) expect(line.indexOf("\n")).toBe(line.length - 1);
});

test("with --quiet only what went wrong is shown", () => {
  let count = 0;
  const viewer = makeQuiet({ show: () => count++, end: () => {} });
  viewer.show(first);
  viewer.show({ ...first, failure: makeFailure() });
  expect(count).toBe(1);
});
