import { expect, test } from "vitest";
import { WaitBudget } from "../../../src/apply/wait-budget.ts";

test("of one wait the server keeps count, however often it is seen", () => {
  const budget = new WaitBudget(1_000);
  expect(budget.leftMs).toBeNull();
  for (const ms of [200, 900]) budget.saw({ since: "a", ms });
  expect(budget.leftMs).toBeNull();
});

test("of several each counts as long as it was last seen to be", () => {
  const budget = new WaitBudget(1_000);
  for (const ms of [200, 400]) budget.saw({ since: "a", ms });
  budget.saw({ since: "b", ms: 100 });
  expect(budget.leftMs).toBe(500);
  budget.saw({ since: "b", ms: 700 });
  expect(budget.leftMs).toBe(-100);
});

test("what an ended transaction has waited is no longer counted", () => {
  const budget = new WaitBudget(1_000);
  for (const since of ["a", "b"]) budget.saw({ since, ms: 400 });
  budget.reset();
  budget.saw({ since: "c", ms: 400 });
  expect(budget.leftMs).toBeNull();
});
