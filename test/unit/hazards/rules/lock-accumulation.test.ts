import { describe, expect, test } from "vitest";
import { SMALL } from "../../../support/hazard-values.ts";
import {
  levelsOf,
  makeOrders,
  makeUsers,
  ofRule,
  type RuleCase,
  target,
  UNASKED,
} from "../../../support/rule-cases.ts";

const ADD = "ALTER TABLE users ADD COLUMN x int";
const INDEX = "CREATE INDEX i ON orders (user_id)";
const both = target([makeUsers(), makeOrders()]);
const [key] = makeOrders().constraints;
const unchecked = target([
  makeUsers(),
  makeOrders({ constraints: key === undefined ? [] : [{ ...key, isValid: false }] }),
]);
const MIDDLING = { rows: 100_000, sizeBytes: 20 * 1024 ** 2, totalBytes: 30 * 1024 ** 2 };

const CASES: readonly RuleCase[] = [
  ["one table is locked while another gets its index", `${ADD}; ${INDEX}`, both, ["high"]],
  ["also where nobody was asked", `${ADD}; ${INDEX}`, UNASKED, ["high"]],
  [
    "a middling table takes a second",
    `${ADD}; ${INDEX}`,
    target([makeUsers(), makeOrders(MIDDLING)]),
    ["medium"],
  ],
  ["on the same table, which one could have read", `${ADD}; CREATE INDEX i ON users (x)`, both, ["high"]],
  [
    "a foreign key stops those who write",
    `ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users NOT VALID; CREATE INDEX i ON users (x)`,
    both,
    ["high"],
  ],
  [
    "VALIDATE under the lock of an earlier clause",
    `${ADD}; ALTER TABLE orders VALIDATE CONSTRAINT orders_user_id_fkey`,
    unchecked,
    ["high"],
  ],
  [
    "it is said at the first that takes long",
    `${ADD}; ${INDEX}; CREATE INDEX j ON orders (id)`,
    both,
    ["high"],
  ],
  [
    "and at the first clause of a statement",
    `${ADD}; ALTER TABLE orders ALTER user_id SET NOT NULL, ADD CHECK (id > 0)`,
    both,
    ["high"],
  ],
  ["a file of its own is a transaction of its own", [ADD, INDEX], both, []],
  ["a file without a transaction has none", `-- migrate:no-transaction\n${ADD}; ${INDEX}`, both, []],
  [
    "a small table that is locked stops few",
    `${ADD}; ${INDEX}`,
    target([makeUsers(SMALL), makeOrders()]),
    [],
  ],
  ["a small table takes no time", `${ADD}; ${INDEX}`, target([makeUsers(), makeOrders(SMALL)]), []],
  [
    "tables of the same set are nobody's",
    `CREATE TABLE n (id int); ALTER TABLE n ADD x int; ${INDEX}`,
    both,
    [],
  ],
  ["what is gone is not waited for", `DROP TABLE users; ${INDEX}`, both, []],
  [
    "the same lock that the statement takes itself is no more",
    "ALTER TABLE users ADD COLUMN x int; ALTER TABLE users ADD CHECK (x > 0)",
    both,
    [],
  ],
  [
    "NOT VALID and VALIDATE of it have a rule of their own",
    "ALTER TABLE orders ADD CONSTRAINT c CHECK (id > 0) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT c",
    both,
    [],
  ],
  ["what takes a moment takes a moment", `${ADD}; ALTER TABLE orders ADD COLUMN y int`, both, []],
];

describe("lock-accumulation", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("lock-accumulation", one)).toEqual(one[3]);
  });

  test("it names the lock, its line, and what it is held for", () => {
    expect(ofRule("lock-accumulation", `${ADD};\n${INDEX}`, both)[0]?.message).toMatch(
      /^While `orders` .* gets an index, nobody reads or writes `users` .*: ACCESS EXCLUSIVE since line 1/,
    );
  });
});
