import { describe, expect, test } from "vitest";
import { levelsOf, makeUsers, ofRule, type RuleCase, target, UNASKED } from "../../../support/rule-cases.ts";

const CASES: readonly RuleCase[] = [
  ["ACCESS EXCLUSIVE to the end of the transaction", "LOCK TABLE users", target([makeUsers()]), ["medium"]],
  ["also where nobody was asked", "LOCK TABLE users IN SHARE MODE", UNASKED, ["medium"]],
  ["each of two", "LOCK TABLE users, orders", UNASKED, ["medium", "medium"]],
  ["weaker ones let others write", "LOCK TABLE users IN SHARE UPDATE EXCLUSIVE MODE", UNASKED, []],
  ["a table of the same set is nobody's", "CREATE TABLE users (id int); LOCK TABLE users", UNASKED, []],
  ["outside of a transaction it fails", "-- migrate:no-transaction\nLOCK TABLE users", UNASKED, ["error"]],
];

describe("lock-table", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("lock-table", one)).toEqual(one[3]);
  });

  test("it says who waits", () => {
    expect(ofRule("lock-table", "LOCK users")[0]?.message).toMatch(/^Nobody reads or writes `users`/);
    expect(ofRule("lock-table", "LOCK users IN EXCLUSIVE MODE")[0]?.message).toMatch(
      /^Nobody writes to `users`/,
    );
  });
});
