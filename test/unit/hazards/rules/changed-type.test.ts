import { describe, expect, test } from "vitest";
import { makeColumn, SMALL } from "../../../support/hazard-values.ts";
import {
  levelsOf,
  makeUsers,
  NEVER_USED,
  type RuleCase,
  target,
  UNASKED,
} from "../../../support/rule-cases.ts";

const to = (type: string) => `ALTER TABLE users ALTER COLUMN email TYPE ${type}`;
const from = (type: string) => target([makeUsers({ columns: [makeColumn("email", type)] })]);

const CASES: readonly RuleCase[] = [
  ["a number for a text", to("integer USING email::int"), target([makeUsers()]), ["medium"]],
  ["an array of what was one", to("text[] USING ARRAY[email]"), target([makeUsers()]), ["medium"]],
  ["a bigint, which drivers give as a text", to("bigint"), from("integer"), ["medium"]],
  ["a type of one's own", to("app.mail"), target([makeUsers()]), ["medium"]],
  [
    "on a small table, which is rewritten in a moment, too",
    to("integer USING 1"),
    target([makeUsers(SMALL)]),
    ["medium"],
  ],
  [
    "where nobody uses the table nobody notices",
    to("integer USING 1"),
    target([makeUsers({ use: NEVER_USED })]),
    ["info"],
  ],
  ["a wider text is a text", to("varchar(20)"), from("character varying(10)"), []],
  ["varchar is a text", to("text"), from("character varying(10)"), []],
  ["jsonb looks like json", to("jsonb"), from("json"), []],
  ["a wider number is the same number", to("numeric(12,2)"), from("numeric(10,2)"), []],
  ["where nobody was asked, nobody knows what it was", to("bigint"), UNASKED, []],
  [
    "a column that is new is read by nobody",
    ["ALTER TABLE users ADD COLUMN x int", "ALTER TABLE users ALTER x TYPE text"],
    target([makeUsers()]),
    [],
  ],
  ["nor a table of the same set", ["CREATE TABLE users (email int)", to("text")], target([]), []],
];

describe("changed-type", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("changed-type", one)).toEqual(one[3]);
  });
});
