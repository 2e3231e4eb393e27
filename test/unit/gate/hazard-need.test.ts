import { describe, expect, test } from "vitest";
import { hazardNeed } from "../../../src/gate/hazard-need.ts";
import type { Hazard, Level } from "../../../src/hazards/hazard.ts";
import type { Plan, Step } from "../../../src/plan/plan.ts";
import { makeStep } from "../../support/plan-values.ts";
import { parsed } from "../inputs/support.ts";

const STEPS = [makeStep("1_a"), makeStep("2_b"), makeStep("3_c")] as const;

function hazard(level: Level, values: Partial<Hazard> = {}): Hazard {
  return {
    ...{ rule: `rule-${level}`, level, message: `It is ${level}.`, instead: null },
    ...{ statement: 0, line: 4, column: 1, allowedBecause: null },
    ...values,
  };
}

/** What the gate lacks of the three steps, each with these hazards, under `fail-on`. */
function needOf(failOn: string, ...found: readonly (readonly Hazard[])[]) {
  const hazards = new Map<Step, { hazards: readonly Hazard[]; effects: [] }>();
  for (const [index, list] of found.entries()) {
    const step = STEPS[index];
    if (step !== undefined) hazards.set(step, { hazards: list, effects: [] });
  }
  const plan = { steps: STEPS } as Pick<Plan, "steps"> as Plan;
  return hazardNeed({ inputs: parsed({ "fail-on": failOn }), plan, hazards });
}

describe("a hazard stops the run", () => {
  test.each<[string, Level, boolean]>([
    ["error", "error", true],
    ["error", "high", false],
    ["error", "medium", false],
    ["high", "error", true],
    ["high", "high", true],
    ["high", "medium", false],
    ["high", "info", false],
    ["medium", "error", true],
    ["medium", "high", true],
    ["medium", "medium", true],
    ["medium", "info", false],
    ["never", "error", false],
    ["never", "info", false],
  ])("under `fail-on: %s` of level %s: %s", (failOn, level, stops) => {
    expect(needOf(failOn, [hazard(level)])?.code).toBe(stops ? "HAZARDS" : undefined);
  });

  test("only where no file allows it", () => {
    const allowed = hazard("error", { allowedBecause: "the table is empty" });
    expect(needOf("high", [allowed])).toBeNull();
    expect(needOf("high", [allowed, hazard("high")])?.message).toContain("rule-high");
  });

  test("not where a plan has none, nor where its steps are not judged", () => {
    expect(needOf("high", [], [])).toBeNull();
    const plan = { steps: STEPS } as Pick<Plan, "steps"> as Plan;
    expect(hazardNeed({ inputs: parsed({ "fail-on": "medium" }), plan, hazards: null })).toBeNull();
  });
});

describe("of the hazards that stop a run is told", () => {
  test("a single one by its place, its level, its rule, and how to allow it", () => {
    const need = needOf("high", [], [hazard("high", { line: 7 })]);
    expect(need?.message).toBe("m/2_b.sql:7 has a hazard of level high (rule-high): It is high.");
    expect(need?.hint).toContain("`-- migrate:allow rule-high reason: …`");
  });

  test("of several the gravest, wherever it stands, and how many more stop the run", () => {
    const need = needOf(
      "medium",
      [hazard("medium"), hazard("info")],
      [hazard("high")],
      [hazard("error"), hazard("high")],
    );
    expect(need?.message).toBe(
      "m/3_c.sql:4 has a hazard of level error (rule-error): It is error. And 3 more, each named in the plan.",
    );
  });

  test("of two of one level the first", () => {
    const need = needOf("high", [hazard("high", { rule: "a" })], [hazard("high", { rule: "b" })]);
    expect(need?.message).toBe(
      "m/1_a.sql:4 has a hazard of level high (a): It is high. And 1 more, each named in the plan.",
    );
  });
});
