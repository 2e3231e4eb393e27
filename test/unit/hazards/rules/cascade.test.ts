import { describe, expect, test } from "vitest";
import { makeTable } from "../../../support/hazard-values.ts";
import {
  EMPTY,
  levelsOf,
  makeOrders,
  makeUsers,
  ofRule,
  PRIMARY_KEY,
  REFERENCED,
  type RuleCase,
  target,
  UNASKED,
  VIEWED,
} from "../../../support/rule-cases.ts";

const both = target([makeUsers({ ...VIEWED, ...REFERENCED, constraints: [PRIMARY_KEY] }), makeOrders()]);
const status = {
  schema: "public",
  name: "status",
  kind: "enum",
  baseType: null,
  isNotNull: false,
  constraints: [],
  labels: ["a"],
  usedBy: [{ schema: "public", name: "users", column: "plan" }],
} as const;

const CASES: readonly RuleCase[] = [
  ["views and foreign keys of a table go with it", "DROP TABLE users CASCADE", both, ["medium"]],
  ["those of a column too", "ALTER TABLE users DROP COLUMN email CASCADE", both, ["medium"]],
  ["but not those that do not name it", "ALTER TABLE users DROP COLUMN plan CASCADE", both, []],
  [
    "foreign keys go with the key that they stand on",
    "ALTER TABLE users DROP CONSTRAINT users_pkey CASCADE",
    both,
    ["medium"],
  ],
  ["TRUNCATE empties tables that reference it", "TRUNCATE users CASCADE", both, ["error"]],
  [
    "which loses nothing where they are empty",
    "TRUNCATE users CASCADE",
    target([makeUsers(REFERENCED), makeOrders(EMPTY)]),
    ["medium"],
  ],
  ["nobody knows what goes where nobody was asked", "DROP TABLE users CASCADE", UNASKED, ["medium"]],
  ["nor what is emptied", "TRUNCATE users CASCADE", UNASKED, ["high"]],
  ["of a list it is said once", "DROP TABLE users, orders CASCADE", UNASKED, ["medium"]],
  [
    "a clause without it takes nothing with it",
    "ALTER TABLE users DROP COLUMN a, DROP COLUMN b CASCADE",
    UNASKED,
    ["medium"],
  ],
  [
    "columns of a type lose their values",
    "DROP TYPE status CASCADE",
    target([makeUsers()], { types: [status] }),
    ["error"],
  ],
  ["or may do, where nobody was asked", "DROP TYPE status CASCADE", UNASKED, ["high"]],
  [
    "a type that no column has takes nothing",
    "DROP TYPE status CASCADE",
    target([], { types: [{ ...status, usedBy: [] }] }),
    [],
  ],
  [
    "a type of the same set is nobody's",
    "CREATE TYPE status AS ENUM ('a'); DROP TYPE status CASCADE",
    UNASKED,
    [],
  ],
  ["triggers go with a function", "DROP FUNCTION touch() CASCADE", target([]), ["medium"]],
  [
    "without CASCADE nothing goes with it",
    "DROP TABLE users; ALTER TABLE x DROP COLUMN y; TRUNCATE z",
    UNASKED,
    [],
  ],
  ["where nothing depends on it nothing goes", "DROP TABLE users CASCADE", target([makeUsers()]), []],
  [
    "a table of the same set is nobody's",
    "CREATE TABLE users (id int); DROP TABLE users CASCADE; CREATE TABLE b (id int); TRUNCATE b CASCADE; ALTER TABLE b DROP COLUMN id CASCADE; ALTER TABLE b DROP CONSTRAINT c CASCADE",
    UNASKED,
    [],
  ],
  ["a schema has a rule of its own", "DROP SCHEMA app CASCADE", UNASKED, []],
];

describe("cascade", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("cascade", one)).toEqual(one[3]);
  });

  test("what goes is named", () => {
    expect(ofRule("cascade", "DROP TABLE users CASCADE", both)[0]?.message).toBe(
      "CASCADE also drops `active_users` (view); the foreign key of `orders`.",
    );
    expect(ofRule("cascade", "TRUNCATE users CASCADE", both)[0]?.message).toMatch(/empties `orders` too/);
  });

  test("TRUNCATE goes on to tables that reference those, and ends where they are a ring", () => {
    const ring = (name: string, to: string) =>
      makeTable(name, {
        constraints: makeOrders().constraints.map((one) => ({
          ...one,
          name: `${name}_fkey`,
          references: { schema: "public", name: to, columns: ["id"] },
        })),
        referencedBy: ["a", "b", "c"]
          .filter((other) => NEXT[other] === name)
          .map((other) => ({ schema: "public", name: other, constraint: `${other}_fkey`, columns: ["id"] })),
      });
    const NEXT: Readonly<Record<string, string>> = { a: "c", b: "a", c: "b" };
    const there = target([ring("a", "c"), ring("b", "a"), ring("c", "b")]);
    expect(ofRule("cascade", "TRUNCATE a CASCADE", there)[0]?.message).toMatch(/empties `b` and `c` too/);
  });
});
