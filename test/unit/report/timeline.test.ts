import { describe, expect, test } from "vitest";
import { renderTimeline } from "../../../src/report/summary/timeline.ts";
import { fillWith, makeReport, makeStep } from "./make-report.ts";

const BAR = /^ {2}[\p{N}_][\p{L}\p{N}_. …]* \d[\d.]* (ms|s|min \d+ s) :(crit|done|active), \d+, [1-9]\d*ms$/u;

/** The lines of the chart below its four lines of settings. */
function barsOf(chart: string): readonly string[] {
  return chart
    .split("\n")
    .filter((line) => line.startsWith("  ") && !/^ {2}(dateFormat|axisFormat|todayMarker) /.test(line));
}

describe("the timeline", () => {
  test("has a bar for each migration that was timed, rehearsed and applied, one after the other", () => {
    expect(barsOf(renderTimeline(makeReport("migration-failed")))).toEqual([
      "  section Rehearsed",
      "  001_create_users 12 ms :active, 0, 12ms",
      "  011_users_email_lower 3 ms :active, 12, 3ms",
      "  012_create_tasks 49 ms :active, 15, 49ms",
      "  013_tasks_title 8 ms :active, 64, 8ms",
      "  section Applied",
      "  001_create_users 12 ms :done, 0, 12ms",
      "  011_users_email_lower 5 ms :done, 12, 5ms",
      "  012_create_tasks 31 ms :crit, 17, 31ms",
    ]);
  });

  test.each([
    "section x: crit, 0, 1ms\nclick y call z()",
    "2024-01-01",
    "%%{init: {}}%%",
    "title: a;b#c\"'<b>[]",
    "```",
  ])("named %j still has only bars and its own sections", (name) => {
    const bars = barsOf(renderTimeline(fillWith(makeReport("migration-failed"), name)));
    expect(bars.filter((line) => !BAR.test(line))).toEqual(["  section Rehearsed", "  section Applied"]);
    expect(bars).toHaveLength(9);
  });

  test("of many migrations shows the slowest in their order, and says so", () => {
    const steps = Array.from({ length: 100 }, (_, index) => {
      const step = makeStep(String(index));
      return {
        ...step,
        statements: step.statements.map((one) => ({ ...one, durationMs: index === 7 ? 900 : index })),
      };
    });
    const report = makeReport("applied", { plan: { digest: "", refusals: [], steps }, migrations: [] });
    const chart = renderTimeline(report);
    expect(barsOf(chart)).toHaveLength(41);
    expect(barsOf(chart)[1]).toMatch(/^ {2}7_step 900 ms/);
    expect(chart).toContain("_The 40 slowest migrations");
  });

  test("is not there when nothing was timed", () => {
    expect(renderTimeline(makeReport("bad-inputs"))).toBe("");
  });
});
