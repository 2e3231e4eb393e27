import { describe, expect, test } from "vitest";
import { SMALL } from "../../../support/hazard-values.ts";
import { levelsOf, makeEvents, ofRule, type RuleCase, target, UNASKED } from "../../../support/rule-cases.ts";

const MAKE = "CREATE TABLE new PARTITION OF events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')";
const [parent, first, rest] = makeEvents("default");
const smallRest = [parent, first, rest].flatMap((one) =>
  one === undefined ? [] : [one.name === "events_rest" ? { ...one, ...SMALL } : one],
);

const CASES: readonly RuleCase[] = [
  ["the whole table is locked for a moment", MAKE, target(makeEvents("values")), ["medium"]],
  ["also where nobody was asked", MAKE, UNASKED, ["medium"]],
  ["while a big default partition is read, for longer", MAKE, target(makeEvents("default")), ["high"]],
  ["a small one is read in a moment", MAKE, target(smallRest), ["medium"]],
  ["a small table is free again at once", MAKE, target(makeEvents("default", SMALL)), []],
  [
    "one of the same set is nobody's",
    ["CREATE TABLE events (at date) PARTITION BY RANGE (at)", MAKE],
    target([]),
    [],
  ],
  ["a table of its own is no partition", "CREATE TABLE new (LIKE events)", UNASKED, []],
];

describe("partition-of", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("partition-of", one)).toEqual(one[3]);
  });

  test.each([
    [MAKE, "ATTACH PARTITION new FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');"],
    [
      "CREATE TABLE new PARTITION OF events FOR VALUES IN (1, f(2)) WITH (fillfactor=70)",
      "new FOR VALUES IN (1, f(2));",
    ],
    [
      "CREATE TABLE new PARTITION OF events FOR VALUES WITH (MODULUS 4, REMAINDER 0)",
      "new FOR VALUES WITH (MODULUS 4, REMAINDER 0);",
    ],
    ["CREATE TABLE new PARTITION OF events DEFAULT", "ATTACH PARTITION new DEFAULT;"],
    [
      "CREATE TABLE new PARTITION OF events FOR VALUES IN (1) PARTITION BY LIST (b)",
      "INCLUDING ALL) PARTITION BY …;",
    ],
  ])("the bound is taken over: %s", (sql, attached) => {
    expect(ofRule("partition-of", sql)[0]?.instead).toContain(attached);
  });
});
