import { describe, expect, test } from "vitest";
import { SMALL } from "../../../support/hazard-values.ts";
import {
  levelsOf,
  makeIndex,
  makeOrders,
  makeUsers,
  ofRule,
  type RuleCase,
  target,
  UNASKED,
} from "../../../support/rule-cases.ts";

const ADD = "ALTER TABLE users ADD COLUMN x int";
const FILL = "UPDATE users SET x = 1 WHERE x IS NULL";
const users = target([makeUsers({ indexes: [makeIndex("users_pkey", ["id"], { isUnique: true })] })]);

const CASES: readonly RuleCase[] = [
  ["a backfill after the column", `${ADD}; ${FILL}`, users, ["high"]],
  ["also where nobody was asked", `${ADD}; ${FILL}`, UNASKED, ["high"]],
  ["of another table", `${ADD}; UPDATE orders SET a = 1`, target([makeUsers(), makeOrders()]), ["high"]],
  ["a DELETE", `${ADD}; DELETE FROM users WHERE x IS NULL`, users, ["high"]],
  [
    "a MERGE",
    `${ADD}; MERGE INTO users u USING o ON u.id = o.id WHEN MATCHED THEN UPDATE SET x = 1`,
    users,
    ["high"],
  ],
  ["what a query reads is not known", `${ADD}; INSERT INTO n SELECT * FROM users`, users, ["medium"]],
  ["a table made of a query", `${ADD}; CREATE TABLE n AS SELECT * FROM users`, users, ["medium"]],
  ["under an index that is built others read", `CREATE INDEX i ON users (id); ${FILL}`, users, ["high"]],
  ["rows first, DDL after, holds nothing", `${FILL}; ${ADD}`, users, []],
  ["a file each is the way", [ADD, FILL], users, []],
  [
    "single rows by their key are changed in a moment",
    `${ADD}; UPDATE users SET x = 1 WHERE id = 7`,
    users,
    [],
  ],
  ["a few rows of VALUES too", `${ADD}; INSERT INTO users (id) VALUES (1)`, users, []],
  ["a small table too", `${ADD}; UPDATE orders SET a = 1`, target([makeUsers(), makeOrders(SMALL)]), []],
  ["a table of the same set too", `${ADD}; CREATE TABLE n (id int); UPDATE n SET id = 1`, users, []],
  [
    "under the lock of a small table few wait",
    `${ADD}; UPDATE orders SET a = 1`,
    target([makeUsers(SMALL), makeOrders()]),
    [],
  ],
];

describe("ddl-with-backfill", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("ddl-with-backfill", one)).toEqual(one[3]);
  });

  test("the rule on updates leaves it to this one", () => {
    expect(ofRule("unbatched-update", `${ADD}; ${FILL}`, users)).toEqual([]);
  });
});
