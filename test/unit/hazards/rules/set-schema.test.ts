import { describe, expect, test } from "vitest";
import {
  levelsOf,
  makeUsers,
  NEVER_USED,
  ofRule,
  type RuleCase,
  target,
  UNASKED,
} from "../../../support/rule-cases.ts";

const MOVE = "ALTER TABLE users SET SCHEMA app";

const CASES: readonly RuleCase[] = [
  ["code that looks for it where it was fails", MOVE, target([makeUsers()]), ["medium"]],
  ["also where nobody was asked", MOVE, UNASKED, ["medium"]],
  ["of what nobody uses nobody notices", MOVE, target([makeUsers({ use: NEVER_USED })]), ["info"]],
  [
    "a view in the old schema stands in",
    `${MOVE}; CREATE VIEW public.users AS SELECT * FROM app.users`,
    UNASKED,
    [],
  ],
  ["where it is already nothing moves", "ALTER TABLE users SET SCHEMA public", target([makeUsers()]), []],
  ["a table of the same set is nobody's", ["CREATE TABLE users (id int)", MOVE], target([]), []],
  ["a type is no table", "ALTER TYPE users SET SCHEMA app", UNASKED, []],
];

describe("set-schema", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("set-schema", one)).toEqual(one[3]);
  });

  test("the view that stands in has the schema that the table had", () => {
    expect(ofRule("set-schema", MOVE)[0]?.instead).toMatch(/CREATE VIEW public\.users .*FROM app\.users;/);
  });
});
