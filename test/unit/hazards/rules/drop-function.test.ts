import { describe, expect, test } from "vitest";
import { levelsOf, type RuleCase, target, UNASKED } from "../../../support/rule-cases.ts";

const MADE = "CREATE FUNCTION price(id int) RETURNS int LANGUAGE sql AS 'SELECT 1'";

const CASES: readonly RuleCase[] = [
  ["code that calls it fails", "DROP FUNCTION price(int)", UNASKED, ["medium"]],
  ["a procedure is one", "DROP PROCEDURE clean()", target([]), ["medium"]],
  ["renamed it is gone too", "ALTER FUNCTION price(int) RENAME TO cost", UNASKED, ["medium"]],
  ["made again in the same transaction, it was never gone", `DROP FUNCTION price(int); ${MADE}`, UNASKED, []],
  ["made again in another, it was", ["DROP FUNCTION price(int)", MADE], UNASKED, ["medium"]],
  ["one of an earlier pending file is nobody's", [MADE, "DROP FUNCTION price(int)"], UNASKED, []],
  ["a type is no function", "DROP TYPE price; ALTER TYPE price RENAME TO cost", UNASKED, []],
];

describe("drop-function", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("drop-function", one)).toEqual(one[3]);
  });
});
