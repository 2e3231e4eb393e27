import { describe, expect, test } from "vitest";
import { SMALL } from "../../../support/hazard-values.ts";
import {
  EMPTY,
  levelsOf,
  makeEvents,
  makeUsers,
  type RuleCase,
  target,
  UNASKED,
} from "../../../support/rule-cases.ts";

const WAYS = [
  "VACUUM FULL users",
  "VACUUM (FULL, ANALYZE) users",
  "CLUSTER users USING users_pkey",
  "ALTER TABLE users SET LOGGED",
  "ALTER TABLE users SET UNLOGGED",
  "ALTER TABLE users SET TABLESPACE fast",
  "ALTER TABLE users SET ACCESS METHOD heap2",
];
const MIDDLING = { rows: 100_000, sizeBytes: 20 * 1024 ** 2, totalBytes: 30 * 1024 ** 2 };

const CASES: readonly RuleCase[] = [
  ...WAYS.flatMap((sql): readonly RuleCase[] => [
    [`a big table: ${sql}`, sql, target([makeUsers()]), ["high"]],
    [`where nobody was asked: ${sql}`, sql, UNASKED, ["high"]],
    [`a middling one: ${sql}`, sql, target([makeUsers(MIDDLING)]), ["medium"]],
  ]),
  ["a small table is copied in a moment", "VACUUM FULL users", target([makeUsers(SMALL)]), []],
  [
    "but UNLOGGED loses it in a crash",
    "ALTER TABLE users SET UNLOGGED",
    target([makeUsers(EMPTY)]),
    ["medium"],
  ],
  ["whatever the tables are", "VACUUM FULL", target([]), ["high"]],
  ["partitions are copied one by one", "CLUSTER events USING i", target(makeEvents("values")), ["high"]],
  ["plain VACUUM lets others work", "VACUUM users", target([makeUsers()]), []],
  ["VACUUM (FULL off) too", "VACUUM (FULL off) users", target([makeUsers()]), []],
  [
    "a table of the same set is nobody's",
    ["CREATE TABLE users (id int)", "ALTER TABLE users SET UNLOGGED"],
    target([]),
    [],
  ],
];

describe("copy-table", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("copy-table", one)).toEqual(one[3]);
  });
});
