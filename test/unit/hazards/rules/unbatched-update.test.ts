import { describe, expect, test } from "vitest";
import { SMALL } from "../../../support/hazard-values.ts";
import {
  levelsOf,
  makeIndex,
  makeUsers,
  ofRule,
  type RuleCase,
  target,
  UNASKED,
} from "../../../support/rule-cases.ts";

const ALL = "UPDATE users SET plan = 'free'";
const SOME = `${ALL} WHERE plan IS NULL`;
const MIDDLING = { rows: 100_000, sizeBytes: 20 * 1024 ** 2, totalBytes: 30 * 1024 ** 2 };
const users = target([makeUsers({ indexes: [makeIndex("users_pkey", ["id"], { isUnique: true })] })]);
const partial = makeIndex("k", ["id"], { isUnique: true, predicate: "(id > 0)" });

const CASES: readonly RuleCase[] = [
  ["all rows of a big table", ALL, users, ["high"]],
  ["also where nobody was asked", ALL, UNASKED, ["high"]],
  ["of a middling one", ALL, target([makeUsers(MIDDLING)]), ["medium"]],
  ["some rows of a big one", SOME, users, ["medium"]],
  ["of a middling one they are fewer", SOME, target([makeUsers(MIDDLING)]), ["info"]],
  ["where nobody was asked they may be few", SOME, UNASKED, ["info"]],
  [
    "WITH one before it",
    `WITH o AS (UPDATE users SET plan = 'a' RETURNING id) SELECT * FROM o`,
    users,
    ["high"],
  ],
  ["OR picks more than a key does", `${ALL} WHERE id = 1 OR plan = 'a'`, users, ["medium"]],
  ["so does another column", `${ALL} WHERE plan = 'a'`, users, ["medium"]],
  ["so does a key compared with a column", `${ALL} WHERE id = other_id`, users, ["medium"]],
  ["so does a range of keys", `${ALL} WHERE id > 7`, users, ["medium"]],
  [
    "a partial index is no key",
    `${ALL} WHERE id = 1`,
    target([makeUsers({ indexes: [partial] })]),
    ["medium"],
  ],
  ["a row by its key", `${ALL} WHERE id = 7`, users, []],
  ["rows by their keys", `${ALL} WHERE id IN (1, 2) AND plan IS NULL`, users, []],
  ["what looks like a key where nobody was asked", `${ALL} WHERE key = 'theme'`, UNASKED, []],
  ["a small table", ALL, target([makeUsers(SMALL)]), []],
  ["a table of the same set", ["CREATE TABLE users (plan text)", ALL], target([]), []],
];

describe("unbatched-update", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("unbatched-update", one)).toEqual(one[3]);
  });

  test("the batches set the columns that it sets", () => {
    expect(ofRule("unbatched-update", ALL, users)[0]?.instead).toMatch(
      /no-transaction\nDO \$\$ BEGIN\n {2}LOOP\n {4}UPDATE users SET plan = … WHERE ctid = ANY/,
    );
  });
});
