import { describe, expect, test } from "vitest";
import { makeColumn, SMALL } from "../../../support/hazard-values.ts";
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

const DROP = "ALTER TABLE users DROP COLUMN email";
const COMPUTED = { columns: [makeColumn("email", "text", { generated: "stored" })] };

const CASES: readonly RuleCase[] = [
  ["a column of a table with rows loses data", DROP, target([makeUsers()]), ["error"]],
  ["a small table loses its rows' values too", DROP, target([makeUsers(SMALL)]), ["error"]],
  ["unused, its values are lost all the same", DROP, target([makeUsers({ use: NEVER_USED })]), ["error"]],
  ["where nobody was asked it may have rows", DROP, UNASKED, ["high"]],
  ["an empty table loses nothing, but code fails", DROP, target([makeUsers(EMPTY)]), ["medium"]],
  [
    "an empty and unused one hurts nobody",
    DROP,
    target([makeUsers({ ...EMPTY, use: NEVER_USED })]),
    ["info"],
  ],
  ["what is computed is not lost", DROP, target([makeUsers(COMPUTED)]), ["medium"]],
  ["two columns are two hazards", `${DROP}, DROP COLUMN plan`, target([makeUsers()]), ["error", "error"]],
  ["of a table of the same file nothing is said", `CREATE TABLE users (email text); ${DROP}`, UNASKED, []],
  ["nor of one of an earlier file", ["CREATE TABLE users (email text)", DROP], target([]), []],
  [
    "nor of a column that a pending file adds",
    ["ALTER TABLE users ADD COLUMN x int", "ALTER TABLE users DROP COLUMN x"],
    target([makeUsers()]),
    [],
  ],
  ["nor of one that is not there", "ALTER TABLE users DROP COLUMN IF EXISTS gone", target([makeUsers()]), []],
  ["nor of a table that is not there", "ALTER TABLE IF EXISTS gone DROP COLUMN email", target([]), []],
];

describe("drop-column", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("drop-column", one)).toEqual(one[3]);
  });

  test("it says how often the table was used, and since when", () => {
    const [hazard] = ofRule("drop-column", DROP, target([makeUsers()]));
    expect(hazard?.message).toContain("read 1,203 times, and 12 rows were written, since 2026-11-01");
  });

  test("a view that reads the column makes it fail, and is named", () => {
    const [hazard] = ofRule("drop-column", DROP, target([makeUsers(VIEWED)]));
    expect(hazard).toMatchObject({ level: "error", message: expect.stringMatching(/fails: `active_users`/) });
  });

  test("a view that an earlier pending statement drops is in nobody's way", () => {
    const [hazard] = ofRule("drop-column", `DROP VIEW active_users; ${DROP}`, target([makeUsers(VIEWED)]));
    expect(hazard?.message).not.toMatch(/fails: /);
  });

  test("nor is one with CASCADE", () => {
    const [hazard] = ofRule("drop-column", `${DROP} CASCADE`, target([makeUsers(VIEWED)]));
    expect(hazard?.message).not.toMatch(/fails: /);
  });

  test("a foreign key to the column makes it fail, until it is dropped", () => {
    const there = target([makeUsers({ ...REFERENCED, ...EMPTY }), makeOrders()]);
    const drop = "ALTER TABLE users DROP COLUMN id";
    expect(ofRule("drop-column", drop, there)[0]?.message).toMatch(/fails: `orders`/);
    const before = "ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey";
    expect(ofRule("drop-column", [before, drop], there)[0]?.level).toBe("medium");
  });

  test("a column that must have a value is freed of that first, so that code may leave it out", () => {
    const users = makeUsers({ columns: [makeColumn("email", "text", { isNotNull: true })] });
    expect(ofRule("drop-column", DROP, target([users]))[0]?.instead).toMatch(
      /^-- 1.*\n.*email DROP NOT NULL;/,
    );
    expect(ofRule("drop-column", DROP, target([makeUsers()]))[0]?.instead).not.toMatch(/DROP NOT NULL/);
  });
});
