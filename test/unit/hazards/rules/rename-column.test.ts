import { describe, expect, test } from "vitest";
import { makeTable } from "../../../support/hazard-values.ts";
import {
  levelsOf,
  makeUsers,
  NEVER_USED,
  ofRule,
  type RuleCase,
  target,
  UNASKED,
} from "../../../support/rule-cases.ts";

const RENAME = "ALTER TABLE users RENAME COLUMN email TO mail";

const CASES: readonly RuleCase[] = [
  ["code that names it fails", RENAME, target([makeUsers()]), ["medium"]],
  ["also where nobody was asked", RENAME, UNASKED, ["medium"]],
  ["of a table that nobody uses nobody notices", RENAME, target([makeUsers({ use: NEVER_USED })]), ["info"]],
  [
    "a column that a pending file adds is nobody's",
    ["ALTER TABLE users ADD COLUMN x int", "ALTER TABLE users RENAME x TO y"],
    target([makeUsers()]),
    [],
  ],
  ["nor is one of a table of the same set", ["CREATE TABLE users (email text)", RENAME], target([]), []],
  ["a constraint is no column", "ALTER TABLE users RENAME CONSTRAINT a TO b", UNASKED, []],
  ["nor is the table", "ALTER TABLE users RENAME TO mail", UNASKED, []],
];

describe("rename-column", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("rename-column", one)).toEqual(one[3]);
  });

  test("the way is spelt out with the type that the catalog has", () => {
    const [hazard] = ofRule("rename-column", RENAME, target([makeUsers()]));
    expect(hazard?.instead).toContain("ALTER TABLE users ADD COLUMN mail text;");
    expect(hazard?.instead).toContain("CREATE TRIGGER mail_in_step BEFORE INSERT OR UPDATE ON users");
    expect(hazard?.instead).toContain("UPDATE users SET mail = email WHERE");
  });

  test("a view has no columns of its own to keep in step", () => {
    const view = makeTable("v", { kind: "view" });
    const sql = "ALTER VIEW v RENAME COLUMN id TO key";
    expect(ofRule("rename-column", sql, target([view]))[0]).toMatchObject({ level: "medium", instead: null });
  });
});
