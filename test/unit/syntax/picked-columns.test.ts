import { describe, expect, test } from "vitest";
import { makeActions } from "../../../src/syntax/make-actions.ts";
import { parse } from "../../support/hazard-values.ts";

const picksOf = (sql: string) =>
  (parse(sql) ?? []).flatMap(makeActions).flatMap((action) => ("picks" in action ? action.picks : []));

describe("columns that pick rows", () => {
  test.each([
    ["DELETE FROM t WHERE id = 7", ["id"]],
    ["DELETE FROM t WHERE 7 = id", ["id"]],
    ["DELETE FROM t WHERE t.id = '7'::bigint", ["id"]],
    ["DELETE FROM app.t WHERE app.t.id IN (1, 2)", ["id"]],
    ["UPDATE t AS x SET a = 1 WHERE x.id = 1 AND (b = 2 AND c > 3)", ["id", "b"]],
    ["UPDATE t SET a = 1 FROM o WHERE t.id = 1 AND o.key = 2 AND x = 3", ["id"]],
    ["DELETE FROM t USING o WHERE o.id = 1 AND t.o = o.id", []],
    ["DELETE FROM t WHERE id = 1 OR id = 2", []],
    ["DELETE FROM t WHERE NOT id = 1", []],
    ["DELETE FROM t WHERE id <> 1", []],
    ["DELETE FROM t WHERE id = f(1)", []],
    ["DELETE FROM t WHERE id IN (SELECT 1)", []],
    ["DELETE FROM t", []],
  ])("%s", (sql, expected) => {
    expect(picksOf(sql)).toEqual(expected);
  });
});
