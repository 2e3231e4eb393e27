import { describe, expect, test } from "vitest";
import { levelsOf, type RuleCase, target, UNASKED } from "../../../support/rule-cases.ts";

const CASES: readonly RuleCase[] = [
  ["a database is lost with all that is in it", "DROP DATABASE app", UNASKED, ["error"]],
  ["whatever the catalog shows", "DROP DATABASE IF EXISTS app", target([]), ["error"]],
];

describe("drop-database", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("drop-database", one)).toEqual(one[3]);
  });
});
