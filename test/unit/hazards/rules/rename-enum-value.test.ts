import { describe, expect, test } from "vitest";
import type { CatalogType } from "../../../../src/database/catalog-facts.ts";
import { levelsOf, type RuleCase, target, UNASKED } from "../../../support/rule-cases.ts";

const RENAME = "ALTER TYPE status RENAME VALUE 'a' TO 'b'";
const status = (usedBy: CatalogType["usedBy"]) =>
  target([], {
    types: [
      {
        schema: "public",
        name: "status",
        kind: "enum",
        baseType: null,
        isNotNull: false,
        constraints: [],
        labels: ["a"],
        usedBy,
      },
    ],
  });

const CASES: readonly RuleCase[] = [
  [
    "code that writes the old one fails",
    RENAME,
    status([{ schema: "public", name: "users", column: "plan" }]),
    ["medium"],
  ],
  ["also where nobody was asked", RENAME, UNASKED, ["medium"]],
  ["a type of no column is written by nobody", RENAME, status([]), ["info"]],
  ["a type of the same set is nobody's", ["CREATE TYPE status AS ENUM ('a')", RENAME], target([]), []],
  ["nor is a value of it", ["ALTER TYPE status ADD VALUE 'a'", RENAME], UNASKED, []],
  ["what the target does not have nobody uses", RENAME, target([]), []],
  ["the type itself is no value", "ALTER TYPE status RENAME TO state", UNASKED, []],
];

describe("rename-enum-value", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("rename-enum-value", one)).toEqual(one[3]);
  });
});
