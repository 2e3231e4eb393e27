import { describe, expect, test } from "vitest";
import { makeTable } from "../../../support/hazard-values.ts";
import {
  levelsOf,
  NEVER_USED,
  ofRule,
  type RuleCase,
  target,
  UNASKED,
  USED,
} from "../../../support/rule-cases.ts";

const DROP = "DROP VIEW active_users";
const MADE = "CREATE VIEW active_users AS SELECT 1 AS id";
const view = makeTable("active_users", { kind: "view" });
const totals = (use: typeof USED | typeof NEVER_USED) =>
  makeTable("totals", { kind: "materialized view", use });

const CASES: readonly RuleCase[] = [
  ["code that reads it fails", DROP, target([view]), ["medium"]],
  ["also where nobody was asked", DROP, UNASKED, ["medium"]],
  ["a materialized view that is read", "DROP MATERIALIZED VIEW totals", target([totals(USED)]), ["medium"]],
  ["one that nobody reads", "DROP MATERIALIZED VIEW totals", target([totals(NEVER_USED)]), ["info"]],
  ["made again in the same transaction, it was never gone", `${DROP}; ${MADE}`, target([view]), []],
  ["made again in another, it was", [DROP, MADE], target([view]), ["medium"]],
  ["a view of the same set is nobody's", [MADE, DROP], target([]), []],
  ["one that is not there is not missed", "DROP VIEW IF EXISTS active_users", target([]), []],
  ["a table is no view", "DROP TABLE active_users", UNASKED, []],
];

describe("drop-view", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("drop-view", one)).toEqual(one[3]);
  });

  test("a view that reads it makes the drop fail", () => {
    const inner = makeTable("active_users", {
      kind: "view",
      views: [{ schema: "public", name: "best_users", kind: "view", columns: ["id"] }],
    });
    const [hazard] = ofRule("drop-view", DROP, target([inner]));
    expect(hazard).toMatchObject({ level: "error", message: expect.stringMatching(/fails: `best_users`/) });
    expect(ofRule("drop-view", `${DROP} CASCADE`, target([inner]))[0]?.level).toBe("medium");
  });
});
