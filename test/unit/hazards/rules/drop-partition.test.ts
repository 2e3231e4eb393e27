import { describe, expect, test } from "vitest";
import { SMALL } from "../../../support/hazard-values.ts";
import { levelsOf, makeEvents, ofRule, type RuleCase, target, UNASKED } from "../../../support/rule-cases.ts";

const DROP = "DROP TABLE events_2025";

const CASES: readonly RuleCase[] = [
  ["the parent is locked too", DROP, target(makeEvents("values")), ["medium"]],
  ["a small parent is free again at once", DROP, target(makeEvents("values", SMALL)), []],
  ["a table that is no partition has no parent", "DROP TABLE events", target(makeEvents("values")), []],
  ["where nobody was asked, nobody knows it as a partition", DROP, UNASKED, []],
];

describe("drop-partition", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("drop-partition", one)).toEqual(one[3]);
  });

  test("it is detached first, CONCURRENTLY where no default partition forbids that", () => {
    const [free] = ofRule("drop-partition", DROP, target(makeEvents("values")));
    expect(free?.instead).toMatch(
      /no-transaction\nALTER TABLE events DETACH PARTITION events_2025 CONCURRENTLY;/,
    );
    const [bound] = ofRule("drop-partition", DROP, target(makeEvents("default")));
    expect(bound?.instead).toMatch(/^ALTER TABLE events DETACH PARTITION events_2025;/);
  });
});
