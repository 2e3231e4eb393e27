import { describe, expect, test } from "vitest";
import { SMALL } from "../../../support/hazard-values.ts";
import {
  levelsOf,
  makeEvents,
  makeOrders,
  makeUsers,
  NEVER_USED,
  type RuleCase,
  target,
  UNASKED,
} from "../../../support/rule-cases.ts";

const add = (...tables: readonly string[]) =>
  tables.map((name) => `ALTER TABLE ${name} ADD x int`).join("; ");
const both = target([makeUsers(), makeOrders()]);

const CASES: readonly RuleCase[] = [
  ["two busy tables are enough", add("users", "orders"), both, ["medium"]],
  ["where nobody was asked it takes three", add("a", "b"), UNASKED, []],
  ["and is said once", add("a", "b", "c", "d"), UNASKED, ["medium"]],
  ["of the clauses of a statement too", `${add("a", "b", "c")}, ADD y int`, UNASKED, ["medium"]],
  ["one table may be changed twice", add("users", "users"), both, []],
  ["a file each is the way", [add("users"), add("orders")], both, []],
  ["small ones are free again at once", add("users", "orders"), target([makeUsers(SMALL), makeOrders()]), []],
  [
    "those that nobody uses make no deadlock",
    add("users", "orders"),
    target([makeUsers({ use: NEVER_USED }), makeOrders()]),
    [],
  ],
  ["those of the same set neither", `CREATE TABLE n (id int); ${add("n", "users")}`, both, []],
  ["partitions go with their parent", add("events", "events_2025"), target(makeEvents("values")), []],
  [
    "what only stops writing is not counted",
    "CREATE INDEX i ON users (id); CREATE INDEX j ON orders (id)",
    both,
    [],
  ],
];

describe("several-tables-locked", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("several-tables-locked", one)).toEqual(one[3]);
  });
});
