import { describe, expect, test } from "vitest";
import { makeTable, SMALL } from "../../../support/hazard-values.ts";
import { levelsOf, makeEvents, type RuleCase, target, UNASKED } from "../../../support/rule-cases.ts";

const ADD = "ALTER TABLE events ADD COLUMN x int";
const names = Array.from({ length: 60 }, (_, index) => `events_${index}`);
const many = target([
  makeTable("events", {
    kind: "partitioned table",
    partitions: names.map((name) => ({ schema: "public", name, isDefault: false })),
  }),
  ...names.map((name) => makeTable(name, { partitionOf: { schema: "public", name: "events" } })),
]);

const CASES: readonly RuleCase[] = [
  ["all partitions are locked at once", ADD, target(makeEvents("values")), ["info"]],
  ["of many one is always in use", ADD, many, ["medium"]],
  [
    "a trigger is made on each",
    "CREATE TRIGGER t BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION f()",
    many,
    ["medium"],
  ],
  ["of several clauses it is said once", `${ADD}, ADD COLUMN y int`, many, ["medium"]],
  [
    "what reads or writes them all has a rule of its own",
    "ALTER TABLE events ADD CONSTRAINT c CHECK (id > 0)",
    many,
    [],
  ],
  ["small ones are free again at once", ADD, target(makeEvents("values", SMALL)), []],
  ["a plain table has none", "ALTER TABLE events_1 ADD COLUMN x int", many, []],
  ["where nobody was asked, nobody knows of any", ADD, UNASKED, []],
];

describe("parent-fan-out", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("parent-fan-out", one)).toEqual(one[3]);
  });
});
