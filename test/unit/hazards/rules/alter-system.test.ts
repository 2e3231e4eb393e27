import { describe, expect, test } from "vitest";
import { levelsOf, type RuleCase, UNASKED } from "../../../support/rule-cases.ts";

const CASES: readonly RuleCase[] = [
  ["ALTER SYSTEM is about every database", "ALTER SYSTEM SET work_mem = '64MB'", UNASKED, ["medium"]],
  [
    "a database is set by itself",
    "ALTER DATABASE app SET work_mem = '64MB'; SET work_mem = '64MB'",
    UNASKED,
    [],
  ],
];

describe("alter-system", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("alter-system", one)).toEqual(one[3]);
  });
});
