import { describe, expect, test } from "vitest";
import { levelsOf, type RuleCase, target, UNASKED } from "../../../support/rule-cases.ts";

const CASES: readonly RuleCase[] = [
  ["all that is in it is lost", "DROP SCHEMA app CASCADE", target([]), ["error"]],
  ["or may be, where nobody was asked", "DROP SCHEMA IF EXISTS app CASCADE", UNASKED, ["high"]],
  ["without CASCADE the server sees to it", "DROP SCHEMA app", UNASKED, []],
  ["one that the file has made is its own", "CREATE SCHEMA app; DROP SCHEMA app CASCADE", UNASKED, []],
  ["another with CASCADE is no schema", "DROP EXTENSION app CASCADE", UNASKED, []],
];

describe("drop-schema", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("drop-schema", one)).toEqual(one[3]);
  });
});
