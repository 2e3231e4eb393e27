import { expect, test } from "vitest";
import { renderSummary } from "../../../src/report/render-summary.ts";
import { makeReport, makeStep } from "./make-report.ts";

const statement = { column: 1, locks: [], rewrites: [], scans: [] };
const step = makeStep("1", {
  statements: [
    { ...statement, line: 1, sql: "CREATE TABLE t ()", truncated: false, durationMs: 1 },
    { ...statement, line: 2, sql: "INSERT INTO t", truncated: true, count: 700, durationMs: 2 },
  ],
  statementCount: 20_000,
  rehearsedMs: 65_000,
});
const summary = renderSummary(
  makeReport("applied", { plan: { digest: "sha256:00", refusals: [], steps: [step] } }),
);

test("a step that is listed in part is told with all of its statements and all of their time", () => {
  expect(summary).toContain("20,000 statements");
  expect(summary).toMatch(/^\| .*\| 20,000 \| 1 min 5 s \|/m);
});

test("a run says how many statements it is, and the end of the list how many are left out", () => {
  expect(summary).toContain("-- line 2 · 700 statements ·");
  expect(summary).toContain("-- 19,299 more statements left out here");
});
