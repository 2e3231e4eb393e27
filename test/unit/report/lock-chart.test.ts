import { describe, expect, test } from "vitest";
import type { ReportStep } from "../../../src/report/report.ts";
import { renderLockChart } from "../../../src/report/summary/lock-chart.ts";
import { fillWith, makeReport, makeStep } from "./make-report.ts";

const BAR =
  /^ {2}(line \d+|[A-Z]+( [A-Z]+)* on) [\p{L}\p{N}_. …]*( |, )?[^:;#"<>\n]* :(crit|done|active), \d+, [1-9]\d*ms$/u;

function stepOf(version: string): ReportStep {
  const step = makeReport("planned-hazards").plan?.steps.find((one) => one.version === version);
  if (step === undefined) throw new Error(`There is no ${version}.`);
  return step;
}

/** The lines of the chart below its four lines of settings. */
const barsOf = (chart: string) =>
  chart
    .split("\n")
    .filter((line) => line.startsWith("  "))
    .slice(3);

describe("the chart of a migration's locks", () => {
  test("has its statements one after the other, and each blocking lock from its statement to the end", () => {
    expect(barsOf(renderLockChart(stepOf("024")))).toEqual([
      "  section Statements",
      "  line 1 ALTER TABLE 19 ms :done, 0, 19ms",
      "  line 4 ALTER TABLE 2 ms :done, 19, 2ms",
      "  section Locks",
      "  SHARE ROW EXCLUSIVE on public.customers 21 ms, no writes :active, 0, 21ms",
      "  SHARE ROW EXCLUSIVE on public.regions 21 ms, no writes :active, 0, 21ms",
      "  ACCESS EXCLUSIVE on public.customers 2 ms, no reads, no writes :crit, 19, 2ms",
    ]);
  });

  test("is not there where no lock blocks anything", () => {
    expect(renderLockChart(makeStep("1"))).toBe("");
  });

  test.each(["section x: crit, 0, 1ms\nclick y call z()", "%%{init: {}}%%", "title: a;b#c\"'<b>[]", "```"])(
    "with everything named %j still has only bars and its own sections",
    (name) => {
      const bars = barsOf(renderLockChart(fillWith(stepOf("024"), name)));
      expect(bars.filter((line) => !BAR.test(line))).toEqual(["  section Statements", "  section Locks"]);
    },
  );

  test("keeps under Mermaid's limit of 50,000 characters, and says what it leaves out", () => {
    const [statement] = stepOf("021").statements.slice(1);
    if (statement === undefined) throw new Error("There is none.");
    const locks = (index: number) => [
      { relation: `${"x".repeat(200)}${index}`, mode: "ShareLock", heldSince: index },
    ];
    const statements = Array.from({ length: 900 }, (_, index) => ({ ...statement, locks: locks(index + 1) }));
    const chart = renderLockChart(makeStep("1", { statements }));
    expect(chart.length).toBeLessThan(10_000);
    expect(chart).toContain("_The first 24 statements and locks._");
  });
});
