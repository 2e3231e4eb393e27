import { describe, expect, test } from "vitest";
import { SMALL } from "../../../support/hazard-values.ts";
import {
  levelsOf,
  makeCheck,
  makeOrders,
  makeUsers,
  ofRule,
  REFERENCED,
  type RuleCase,
  target,
  UNASKED,
} from "../../../support/rule-cases.ts";

const DROP = "ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey";
const both = target([makeUsers(REFERENCED), makeOrders()]);
const itself = makeOrders({
  constraints: makeOrders().constraints.map((one) => ({
    ...one,
    references: { schema: "public", name: "orders", columns: ["id"] },
  })),
});

const CASES: readonly RuleCase[] = [
  ["in a file with others both tables are locked until its end", `${DROP}; SELECT 1`, both, ["medium"]],
  ["in a file of its own it is soon over", DROP, both, ["info"]],
  ["a table that has one locks the other too", "DROP TABLE orders", both, ["medium"]],
  [
    "a small table that is referenced is free again at once",
    `${DROP}; DROP TABLE orders`,
    target([makeUsers({ ...REFERENCED, ...SMALL }), makeOrders()]),
    [],
  ],
  ["a table that references itself locks no other", "DROP TABLE orders", target([itself]), []],
  [
    "a CHECK has no other table",
    "ALTER TABLE users DROP CONSTRAINT c",
    target([makeUsers({ constraints: [makeCheck("c", "(id > 0)", ["id"])] })]),
    [],
  ],
  ["where nobody was asked, nobody knows what it is", DROP, UNASKED, []],
  [
    "a key of the same set is nobody's",
    ["CREATE TABLE orders (user_id int REFERENCES users)", "DROP TABLE orders"],
    target([makeUsers()]),
    [],
  ],
  ["a view has none", "DROP VIEW orders", both, []],
];

describe("drop-foreign-key", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("drop-foreign-key", one)).toEqual(one[3]);
  });

  test("both tables are named", () => {
    expect(ofRule("drop-foreign-key", DROP, both)[0]?.message).toMatch(
      /ACCESS EXCLUSIVE on `users` .* `orders`/,
    );
  });
});
