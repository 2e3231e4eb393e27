import { expect, test } from "vitest";
import {
  clauseAt,
  indexKeys,
  insideAfter,
  splitAtCommas,
  wholeClause,
  wordsIn,
} from "../../../src/preflight/clause.ts";

/** The clause that begins where `at` first stands. */
const from = (sql: string, at: string) =>
  clauseAt(wholeClause(sql), Buffer.byteLength(sql.slice(0, sql.indexOf(at))));

test.each([
  ["ADD CHECK (a > 0), ADD CHECK (b)", "a > 0"],
  ["ADD CONSTRAINT \"check\" CHECK ((a) -- )\n > ')' AND b) NOT VALID", "(a) -- )\n > ')' AND b"],
  ["ADD c int CHECK (f(a, b)) NOT NULL", "f(a, b)"],
  ["ADD łódź text /* ( */ CHECK (łódź <> $$)$$)", "łódź <> $$)$$"],
  ["ADD CHECK", null],
])("what stands in the parentheses of a CHECK is found in %j", (sql, text) => {
  expect(insideAfter(from(sql, sql.includes("CONSTRAINT") ? "CONSTRAINT" : "CHECK"), "check")).toBe(text);
});

test("a place is an offset in bytes, and a clause ends at its comma or its table's parenthesis", () => {
  const sql = 'CREATE TABLE "łąka" (a int UNIQUE, b int UNIQUE NULLS NOT DISTINCT)';
  expect(wordsIn(from(sql, "UNIQUE, b"), "nulls not distinct")).toBe(-1);
  expect(wordsIn(from(sql, "UNIQUE NULLS"), "nulls not distinct")).toBeGreaterThan(0);
});

test("words in parentheses and in quotes are not the clause's own", () => {
  expect(wordsIn(wholeClause('ADD CHECK (a = "match full") , match'), "match full")).toBe(-1);
  expect(wordsIn(wholeClause("CREATE INDEX ON t (a) WHERE (b)"), "where")).toBe(7 + 1);
});

test.each([
  ["users (email)", ["email"]],
  ["app.users USING gist (lower(a), (b || ',') DESC NULLS LAST)", ["lower(a)", "(b || ',')"]],
  ['users (a COLLATE "C" text_pattern_ops, coalesce(b, 1) int4_ops)', ['a COLLATE "C"', "coalesce(b, 1)"]],
  ["users", []],
])("the keys of an index on %s are read without what is said of their order", (rest, keys) => {
  const sql = `CREATE UNIQUE INDEX i ON ${rest}`;
  expect(indexKeys(wholeClause(sql), sql.indexOf("ON ") + 3)).toEqual(keys);
});

test("commas in parentheses, brackets and strings part nothing", () => {
  expect(splitAtCommas("f(1, 2), ARRAY[3, 4],'a,b'")).toEqual(["f(1, 2)", "ARRAY[3, 4]", "'a,b'"]);
});
