import { describe, expect, test } from "vitest";
import { SMALL } from "../../../support/hazard-values.ts";
import {
  EMPTY,
  levelsOf,
  makeOrders,
  makeUsers,
  NEVER_USED,
  ofRule,
  REFERENCED,
  type RuleCase,
  target,
  UNASKED,
  VIEWED,
} from "../../../support/rule-cases.ts";

const DROP = "DROP TABLE users";

const CASES: readonly RuleCase[] = [
  ["a table with rows loses data", DROP, target([makeUsers()]), ["error"]],
  ["a small one too", DROP, target([makeUsers(SMALL)]), ["error"]],
  ["where nobody was asked it may have rows", DROP, UNASKED, ["high"]],
  ["of two tables each is told", "DROP TABLE users, orders", UNASKED, ["high", "high"]],
  ["an empty table loses nothing, but code fails", DROP, target([makeUsers(EMPTY)]), ["medium"]],
  [
    "an empty and unused one hurts nobody",
    DROP,
    target([makeUsers({ ...EMPTY, use: NEVER_USED })]),
    ["info"],
  ],
  [
    "rows that a pending file writes are lost",
    ["INSERT INTO users VALUES (1)", DROP],
    target([makeUsers(EMPTY)]),
    ["error"],
  ],
  ["a table of the same file is nobody's", `CREATE TABLE users (id int); ${DROP}`, UNASKED, []],
  ["nor is one of an earlier file", ["CREATE TABLE users (id int)", DROP], target([]), []],
  ["what is not there is not lost", "DROP TABLE IF EXISTS users", target([]), []],
  ["a view is no table", "DROP VIEW users", UNASKED, []],
];

describe("drop-table", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("drop-table", one)).toEqual(one[3]);
  });

  test("views and foreign keys that make it fail are named", () => {
    const there = target([makeUsers({ ...VIEWED, ...REFERENCED }), makeOrders()]);
    const [hazard] = ofRule("drop-table", DROP, there);
    expect(hazard).toMatchObject({
      level: "error",
      message: expect.stringMatching(/fails: `active_users` and `orders` depend on/),
    });
    expect(ofRule("drop-table", `${DROP} CASCADE`, there)[0]?.message).not.toMatch(/fails: /);
  });

  test("a foreign key of a table that the same file drops before is in nobody's way", () => {
    const there = target([makeUsers({ ...EMPTY, ...REFERENCED }), makeOrders()]);
    expect(ofRule("drop-table", `DROP TABLE orders; ${DROP}`, there)[1]?.level).toBe("medium");
  });
});
