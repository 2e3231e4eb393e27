import { describe, expect, test } from "vitest";
import { OUTPUTS } from "../../../src/inputs/outputs.ts";
import { makeOutputs } from "../../../src/report/render-outputs.ts";
import type { Report, ReportHazard } from "../../../src/report/report.ts";
import { makeReport, makeStep } from "./make-report.ts";

const outputsOf = (report: Report) => makeOutputs(report, { reportPath: null, databaseUrl: null });

test("every output of the interface is set in every case", () => {
  for (const name of ["applied", "bad-inputs", "cancelled", "migration-failed", "status"]) {
    expect(Object.keys(outputsOf(makeReport(name)))).toEqual(OUTPUTS.map((output) => output.name));
  }
});

describe("pending-count", () => {
  test("is 0 only when the ledger was read and nothing is pending", () => {
    expect(outputsOf(makeReport("applied"))["pending-count"]).toBe("0");
    expect(outputsOf(makeReport("migration-failed"))["pending-count"]).toBe("2");
  });

  test("is unknown, and pending null, when the ledger was not read", () => {
    const outputs = outputsOf(makeReport("applied", { ledger: null }));
    expect(outputs["pending-count"]).toBe("unknown");
    expect(outputs.pending).toBe("null");
    expect(outputs["current-version"]).toBe("");
  });
});

test("applied lists what this run applied, not what was there before", () => {
  const outputs = outputsOf(makeReport("migration-failed"));
  expect(JSON.parse(outputs.applied)).toEqual(["001", "011"]);
  expect(outputs["applied-count"]).toBe("2");
});

test.each([
  ["applied", "true"],
  ["nothing-to-do", "false"],
  ["rehearsal-failed", "false"],
  ["cancelled", "true"],
  ["state-unknown", "true"],
])("changed after %s is %s", (name, changed) => {
  expect(outputsOf(makeReport(name)).changed).toBe(changed);
});

test("changed after an adoption is true only when it was written, and nothing counts as applied by it", () => {
  expect(outputsOf(makeReport("adoption")).changed).toBe("false");
  const written = outputsOf(makeReport("adoption", { result: "applied" }));
  expect([written.changed, written.applied, written["applied-count"]]).toEqual(["true", "[]", "0"]);
});

test("a half-way or unknown state counts as a change even when nothing was applied", () => {
  const [, failed] = makeReport("cancelled").migrations;
  expect(outputsOf(makeReport("cancelled", { migrations: failed ? [failed] : [] })).changed).toBe("true");
});

test("failure-reason is empty for a dry run that only waits for its confirmation", () => {
  expect(outputsOf(makeReport("planned-production"))["failure-reason"]).toBe("");
  expect(outputsOf(makeReport("planned-production", { exitCode: 5 }))["failure-reason"]).toBe(
    "CONFIRMATION_MISSING",
  );
});

test("the hazard level is the worst that stands, none without a plan", () => {
  const hazard = (level: ReportHazard["level"], allowedBecause: string | null): ReportHazard => {
    return { rule: "r", level, line: 1, column: 1, message: "m", instead: null, allowedBecause };
  };
  const levelOf = (hazards: readonly ReportHazard[]): string => {
    const plan = { digest: "", refusals: [], steps: [makeStep("1", { hazards })] };
    return outputsOf(makeReport("applied", { plan }))["hazard-level"];
  };
  expect(levelOf([])).toBe("none");
  expect(levelOf([hazard("info", null), hazard("high", null), hazard("error", "small table")])).toBe("high");
  expect(outputsOf(makeReport("bad-inputs"))["hazard-level"]).toBe("none");
});

test("arrays too long for GitHub are null, never cut; counts stay exact", () => {
  const pending = Array.from({ length: 50_000 }, (_, index) => `2024010100${index}`);
  const ledger = { previousVersion: null, currentVersion: null, applied: [], pending, ahead: [] };
  const outputs = outputsOf(makeReport("applied", { ledger }));
  expect(outputs.pending).toBe("null");
  expect(outputs["pending-count"]).toBe("50000");
  expect(Object.values(outputs).join("").length * 2).toBeLessThan(1_000_000);
});

describe("drift", () => {
  const [NONE, SOME] = [[], ["table a is missing"]];
  test.each<[string, string, readonly string[], string | null, string]>([
    ["none was found", "planned-production", NONE, null, "false"],
    ["there is some", "planned-production", SOME, null, "true"],
    ["nobody knows", "planned-production", NONE, "It was not read in time.", "unknown"],
    ["a baseline found none", "baseline", NONE, null, "false"],
    ["a baseline could not look", "baseline", NONE, "The files did not run to their end.", "unknown"],
  ])("is what was found, never a guess: %s", (_, name, drift, driftUnknown, wanted) => {
    const report = makeReport(name);
    const rehearsal = report.rehearsal && { ...report.rehearsal, drift, driftUnknown };
    expect(outputsOf({ ...report, rehearsal }).drift).toBe(wanted);
  });

  test("counts as a hazard of the level medium, but not in a baseline, whose question it is", () => {
    const level = (name: string, drift: readonly string[]) => {
      const report = makeReport(name, { plan: null });
      return outputsOf({ ...report, rehearsal: report.rehearsal && { ...report.rehearsal, drift } })[
        "hazard-level"
      ];
    };
    expect(level("planned-production", NONE)).toBe("none");
    expect(level("planned-production", SOME)).toBe("medium");
    expect(level("baseline", SOME)).toBe("none");
  });
});
