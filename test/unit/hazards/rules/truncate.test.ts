import { describe, expect, test } from "vitest";
import { SMALL } from "../../../support/hazard-values.ts";
import {
  EMPTY,
  levelsOf,
  makeOrders,
  makeUsers,
  ofRule,
  REFERENCED,
  type RuleCase,
  target,
  UNASKED,
} from "../../../support/rule-cases.ts";

const both = target([makeUsers(REFERENCED), makeOrders()]);

const CASES: readonly RuleCase[] = [
  ["all rows are lost", "TRUNCATE users", target([makeUsers()]), ["error"]],
  ["of a small table too", "TRUNCATE users", target([makeUsers(SMALL)]), ["error"]],
  ["or may be, where nobody was asked", "TRUNCATE users", UNASKED, ["high"]],
  ["an empty table has none to lose", "TRUNCATE users", target([makeUsers(EMPTY)]), []],
  ["nor has one of the same set", ["CREATE TABLE users (id int)", "TRUNCATE users"], target([]), []],
  ["both of two that reference each other", "TRUNCATE users, orders", both, ["error", "error"]],
];

describe("truncate", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("truncate", one)).toEqual(one[3]);
  });

  test("a table that references it makes it fail, unless it is emptied with it", () => {
    expect(ofRule("truncate", "TRUNCATE users", both)[0]?.message).toMatch(/fails: `orders` references/);
    expect(ofRule("truncate", "TRUNCATE users, orders", both)[0]?.message).not.toMatch(/fails: /);
    expect(ofRule("truncate", "TRUNCATE users CASCADE", both)[0]?.message).not.toMatch(/fails: /);
  });

  test("an empty table fails by it too", () => {
    const empty = target([makeUsers({ ...REFERENCED, ...EMPTY }), makeOrders()]);
    expect(ofRule("truncate", "TRUNCATE users", empty)[0]?.level).toBe("error");
  });
});
