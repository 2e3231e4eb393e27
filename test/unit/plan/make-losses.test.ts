import { describe, expect, test } from "vitest";
import { describeLoss, lossesOfSteps } from "../../../src/plan/make-losses.ts";
import { makeStep } from "../../support/plan-values.ts";

test("the losses of steps are those of their statements in order, each at its line; a step without any has none", () => {
  const [loses, keeps] = [
    makeStep("1_a", "DROP TABLE a;\nSELECT 1;\nDELETE FROM b;"),
    makeStep("2_b", "SELECT 1;"),
  ];
  const found = lossesOfSteps([loses, keeps]);
  expect(found.get(loses)).toEqual([
    { loss: { kind: "table", name: ["a"], column: null }, line: 1 },
    { loss: { kind: "all-rows", name: ["b"], column: null }, line: 3 },
  ]);
  expect(found.has(keeps)).toBe(false);
});

describe("a loss is told", () => {
  const column = "c";
  test.each([
    ["table", null, "table app.notes"],
    ["table", 1, "table app.notes (about 1 row)"],
    ["table", 1_200, "table app.notes (about 1,200 rows)"],
    ["table", 0, "table app.notes (about 0 rows)"],
    ["schema", null, "schema app.notes"],
    ["schema", 2, "schema app.notes (about 2 rows)"],
    ["column", null, "column app.notes.c"],
    ["column", 2, "column app.notes.c (in about 2 rows)"],
    ["all-rows", null, "all rows of app.notes"],
    ["all-rows", 2, "all rows of app.notes (about 2 rows)"],
    ["rows", null, "rows of app.notes"],
    ["rows", 2, "rows of app.notes (it has about 2 rows)"],
  ] as const)("of the kind %s, of %s rows, as: %s", (kind, rows, told) => {
    expect(describeLoss({ kind, name: ["app", "notes"], column }, rows)).toBe(told);
  });
});
