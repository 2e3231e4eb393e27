import { describe, expect, test } from "vitest";
import { SMALL } from "../../../support/hazard-values.ts";
import { levelsOf, makeEvents, ofRule, type RuleCase, target, UNASKED } from "../../../support/rule-cases.ts";

const DETACH = "ALTER TABLE events DETACH PARTITION events_2025";

const CASES: readonly RuleCase[] = [
  ["the whole table is locked for a moment", DETACH, target(makeEvents("values")), ["medium"]],
  ["also where nobody was asked", DETACH, UNASKED, ["medium"]],
  ["CONCURRENTLY lets others work", `${DETACH} CONCURRENTLY`, target(makeEvents("values")), []],
  [
    "but fails beside a default partition",
    `${DETACH} CONCURRENTLY`,
    target(makeEvents("default")),
    ["error"],
  ],
  ["a small table is free again at once", DETACH, target(makeEvents("values", SMALL)), []],
  [
    "one of the same set is nobody's",
    ["CREATE TABLE events (at date) PARTITION BY RANGE (at)", DETACH],
    target([]),
    [],
  ],
];

describe("detach-partition", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("detach-partition", one)).toEqual(one[3]);
  });

  test("beside a default partition there is no other way", () => {
    expect(ofRule("detach-partition", DETACH, target(makeEvents("default")))[0]?.instead).toBeNull();
    expect(ofRule("detach-partition", DETACH)[0]?.instead).toContain(`${DETACH} CONCURRENTLY;`);
  });
});
