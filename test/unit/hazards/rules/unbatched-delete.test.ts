import { describe, expect, test } from "vitest";
import { SMALL } from "../../../support/hazard-values.ts";
import {
  EMPTY,
  levelsOf,
  makeIndex,
  makeUsers,
  type RuleCase,
  target,
  UNASKED,
} from "../../../support/rule-cases.ts";

const ALL = "DELETE FROM users";
const users = target([makeUsers({ indexes: [makeIndex("users_pkey", ["id"], { isUnique: true })] })]);

const CASES: readonly RuleCase[] = [
  ["all rows are lost", ALL, users, ["error"]],
  ["of a small table too", ALL, target([makeUsers(SMALL)]), ["error"]],
  ["or may be, where nobody was asked", ALL, UNASKED, ["high"]],
  ["an empty table has none", ALL, target([makeUsers(EMPTY)]), []],
  ["some rows of a big one", `${ALL} WHERE plan IS NULL`, users, ["medium"]],
  ["those that another table names", `${ALL} USING gone WHERE gone.id = users.id`, users, ["medium"]],
  ["where nobody was asked they may be few", `${ALL} WHERE plan IS NULL`, UNASKED, ["info"]],
  [
    "under a lock the rule on that says it",
    `ALTER TABLE users ADD x int; ${ALL} WHERE plan IS NULL`,
    users,
    [],
  ],
  ["but not that all are lost", `ALTER TABLE users ADD x int; ${ALL}`, users, ["error"]],
  ["a row by its key", `${ALL} WHERE id = 7`, users, []],
  ["some of a small table", `${ALL} WHERE plan IS NULL`, target([makeUsers(SMALL)]), []],
  ["a table of the same set", ["CREATE TABLE users (plan text)", ALL], target([]), []],
];

describe("unbatched-delete", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("unbatched-delete", one)).toEqual(one[3]);
  });
});
