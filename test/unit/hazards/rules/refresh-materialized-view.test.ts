import { describe, expect, test } from "vitest";
import { makeTable, SMALL } from "../../../support/hazard-values.ts";
import { levelsOf, makeIndex, ofRule, type RuleCase, target, UNASKED } from "../../../support/rule-cases.ts";

const REFRESH = "REFRESH MATERIALIZED VIEW totals";
const BESIDE = "REFRESH MATERIALIZED VIEW CONCURRENTLY totals";
const totals = (indexes: readonly ReturnType<typeof makeIndex>[] = [], size = {}) =>
  target([makeTable("totals", { kind: "materialized view", indexes, ...size })]);
const key = (values: Parameters<typeof makeIndex>[2] = {}, column: string | null = "id") =>
  makeIndex("k", [column], { isUnique: true, ...values });

const CASES: readonly RuleCase[] = [
  ["nobody reads a big one meanwhile", REFRESH, totals([key()]), ["high"]],
  ["also where nobody was asked", REFRESH, UNASKED, ["high"]],
  ["a small one is made in a moment", REFRESH, totals([], SMALL), []],
  ["CONCURRENTLY lets others read", BESIDE, totals([key()]), []],
  ["where nobody was asked it may have its key", BESIDE, UNASKED, []],
  ["without a unique index it fails", BESIDE, totals(), ["error"]],
  ["an index that is not unique does not do", BESIDE, totals([makeIndex("k", ["id"])]), ["error"]],
  ["nor one with WHERE", BESIDE, totals([key({ predicate: "(id > 0)" })]), ["error"]],
  ["nor one on an expression", BESIDE, totals([key({}, null)]), ["error"]],
  ["nor one that is not valid", BESIDE, totals([key({ isValid: false })]), ["error"]],
  ["one that a pending file makes does", ["CREATE UNIQUE INDEX k ON totals (id)", BESIDE], totals(), []],
  [
    "a view of the same set is read by nobody",
    ["CREATE MATERIALIZED VIEW totals AS SELECT 1 AS id WITH NO DATA", REFRESH],
    target([]),
    [],
  ],
];

describe("refresh-materialized-view", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("refresh-materialized-view", one)).toEqual(one[3]);
  });

  test("the unique index that it needs is made first where there is none", () => {
    expect(ofRule("refresh-materialized-view", REFRESH, totals())[0]?.instead).toMatch(
      /CREATE UNIQUE INDEX CONCURRENTLY/,
    );
    expect(ofRule("refresh-materialized-view", REFRESH, totals([key()]))[0]?.instead).toBe(`${BESIDE};`);
  });
});
