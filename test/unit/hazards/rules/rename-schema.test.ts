import { describe, expect, test } from "vitest";
import { levelsOf, type RuleCase, UNASKED } from "../../../support/rule-cases.ts";

const RENAME = "ALTER SCHEMA app RENAME TO core";

const CASES: readonly RuleCase[] = [
  ["code that names anything in it fails", RENAME, UNASKED, ["medium"]],
  ["one that the file has made is its own", `CREATE SCHEMA app; ${RENAME}`, UNASKED, []],
  ["a table is no schema", "ALTER TABLE app RENAME TO core", UNASKED, []],
];

describe("rename-schema", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("rename-schema", one)).toEqual(one[3]);
  });
});
