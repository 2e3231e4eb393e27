import { expect, test } from "vitest";
import { makeHeadline } from "../../../src/report/make-headline.ts";
import { renderSummary } from "../../../src/report/render-summary.ts";
import type { StatusState } from "../../../src/report/report-record.ts";
import { makeReport, makeStep } from "./make-report.ts";

const statusOf = (...states: StatusState[]) =>
  makeReport("status", {
    status: states.map((state, index) => ({
      version: String(index),
      name: "x",
      state,
      appliedAt: null,
      appliedBy: null,
      executionTimeMs: null,
      origin: null,
    })),
  });

test.each<[StatusState[], string, string]>([
  [["applied", "gone"], "good", "1 applied, 1 without a file"],
  [["applied", "again"], "caution", "1 applied, 1 to run again"],
  [["pending", "again", "gone"], "caution", "1 pending, 1 to run again, 1 without a file"],
  [["again", "edited"], "bad", "1 edited, 1 to run again"],
])("a status of %j is %s: %s", (states, tone, words) => {
  expect(makeHeadline(statusOf(...states))).toMatchObject({ tone, words: `Status: ${words}` });
});

test("the plan's table says of a repeatable one that it runs again, and of no other", () => {
  const steps = [
    makeStep("R__views", { name: "views", runsAgain: true }),
    makeStep("R__jobs", { name: "jobs" }),
  ];
  const summary = renderSummary(
    makeReport("applied", { plan: { digest: "sha256:00", refusals: [], steps } }),
  );
  const rows = summary.split("\n").filter((line) => line.startsWith("| ") && line.includes("R__"));
  expect(rows.map((row) => row.includes("(runs again)"))).toEqual([true, false]);
});
