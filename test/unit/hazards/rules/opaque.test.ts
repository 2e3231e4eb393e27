import { describe, expect, test } from "vitest";
import {
  EMPTY,
  levelsOf,
  makeUsers,
  ofRule,
  type RuleCase,
  target,
  UNASKED,
} from "../../../support/rule-cases.ts";

const doing = (code: string) => `DO $$ BEGIN ${code}; END $$`;

const CASES: readonly RuleCase[] = [
  ["a DO is not read", doing("PERFORM 1"), UNASKED, ["info"]],
  ["nor is a CALL", "CALL clean()", target([]), ["info"]],
  ["what it says to drop is", doing("DROP TABLE users"), target([makeUsers()]), ["error"]],
  ["or to empty", doing("IF true THEN TRUNCATE users; END IF"), UNASKED, ["high"]],
  ["or to drop of a table", doing("ALTER TABLE users DROP COLUMN email"), target([makeUsers()]), ["error"]],
  ["or with a schema", doing("DROP SCHEMA app CASCADE"), UNASKED, ["high"]],
  ["what is empty is not lost", doing("DROP TABLE users"), target([makeUsers(EMPTY)]), ["info"]],
  ["what is not there neither", doing("DROP TABLE IF EXISTS users"), target([]), ["info"]],
  [
    "nor a column that is not there",
    doing("ALTER TABLE users DROP COLUMN gone"),
    target([makeUsers()]),
    ["info"],
  ],
  ["some rows are no loss", doing("DELETE FROM users WHERE id = 1"), UNASKED, ["info"]],
  ["plain statements are read", "SELECT 1", UNASKED, []],
];

describe("opaque", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("opaque", one)).toEqual(one[3]);
  });

  test("what is lost is named", () => {
    const sql = doing("ALTER TABLE users DROP COLUMN email; DROP TABLE app.orders");
    expect(ofRule("opaque", sql)[0]?.message).toContain("`users.email` and `app.orders`");
  });
});
