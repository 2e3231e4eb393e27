import { describe, expect, test } from "vitest";
import { boundCondition, parseBound, valuesOf } from "../../../src/preflight/bound.ts";
import { wholeClause } from "../../../src/preflight/clause.ts";

const boundOf = (text: string) => parseBound(wholeClause(`ALTER TABLE p ATTACH PARTITION c ${text}`));

const conditionOf = (text: string, columns: readonly string[]) => {
  const bound = boundOf(text);
  return bound === null ? null : boundCondition(bound, columns, "'p'::regclass").replaceAll("\n", "");
};

describe("the bound of a partition, as a condition", () => {
  test.each([
    ["FOR VALUES FROM (1) TO (9)", "((a IS NOT NULL AND (a) >= ((1)) AND (a) < ((9))) IS TRUE)"],
    ["FOR VALUES FROM (MINVALUE) TO (MAXVALUE)", "((a IS NOT NULL) IS TRUE)"],
    ["FOR VALUES IN ('x', NULL)", "((a = ('x') OR a IS NULL) IS TRUE)"],
    [
      "FOR VALUES WITH (MODULUS 4, REMAINDER 1)",
      "pg_catalog.satisfies_hash_partition('p'::regclass, 4, 1, a)",
    ],
  ])("%s", (text, condition) => {
    expect(conditionOf(text, ["a"])).toBe(condition);
  });

  test.each([
    ["FROM (5, MINVALUE) TO (9, MINVALUE)", "(a) >= ((5)) AND (a) < ((9))"],
    ["FROM (5, MAXVALUE) TO (9, MAXVALUE)", "(a) > ((5)) AND (a) <= ((9))"],
    ["FROM (1, 'x') TO (2, 'y')", "(a, b) >= ((1), ('x')) AND (a, b) < ((2), ('y'))"],
  ])("of two columns, %s", (text, condition) => {
    expect(conditionOf(`FOR VALUES ${text}`, ["a", "b"])).toContain(condition);
  });

  test("only its values are expressions, and DEFAULT has none", () => {
    const bound = boundOf("FOR VALUES FROM (f(1), MINVALUE) TO (2, maxvalue)");
    expect(bound === null ? null : valuesOf(bound)).toEqual(["f(1)", "2"]);
    expect(boundOf("DEFAULT")).toBeNull();
  });
});
