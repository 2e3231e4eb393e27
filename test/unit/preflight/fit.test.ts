import { describe, expect, test } from "vitest";
import { SchemaState } from "../../../src/hazards/schema-state.ts";
import { makeFit } from "../../../src/preflight/fit.ts";
import type { ColumnType } from "../../../src/syntax/column-type.ts";
import { parseColumnType } from "../../../src/syntax/column-type.ts";
import { makeFacts, parse } from "../../support/hazard-values.ts";

const SCHEMA = new SchemaState(
  makeFacts([], {
    types: [
      {
        schema: "public",
        name: "mood",
        kind: "enum",
        baseType: null,
        isNotNull: false,
        constraints: [],
        labels: ["sad"],
        usedBy: [],
      },
    ],
  }),
  parse,
);

function typeOf(text: string): ColumnType {
  const type = parseColumnType(text, parse);
  if (type === null) throw new Error(`${text} is no type.`);
  return type;
}

const fitOf = (from: string, to: string, { isCast = false, major = 18 } = {}) =>
  makeFit({ value: "v", from: typeOf(from), to: typeOf(to), isCast, schema: SCHEMA, major });

describe("a change of type that every value survives has nothing to ask", () => {
  test.each([
    ["varchar(10)", "varchar(20)"],
    ["char(10)", "varchar(10)"],
    ["text", "varchar"],
    ["int", "text"],
    ["smallint", "bigint"],
    ["int[]", "int[]"],
    ["json", "jsonb"],
    ["numeric", "numeric"],
    ["timestamp", "timestamptz"],
  ])("%s to %s", (from, to) => {
    expect(fitOf(from, to)).toBeNull();
  });
});

describe("one that some values may not survive is asked", () => {
  test.each([
    ["text", "varchar(3)", "> 3", "fails on them"],
    ["int", "char(2)", "> 2", "fails on them"],
    ["bigint", "int", "v < -2147483648 OR v > 2147483647", "fails on them"],
    ["numeric", "smallint", "32767", "fails on them, or rounds them"],
    ["int", "numeric(4, 1)", ">= 1e3", "fails on them"],
    ["numeric", "numeric(2, 4)", ">= 1e-2", "fails on them, or rounds them"],
  ])("%s to %s", (from, to, condition, loss) => {
    const fit = fitOf(from, to);
    expect(fit?.condition).toContain(condition);
    expect(fit?.loss).toBe(loss);
  });

  test("a cast in USING cuts what is too long, and reads texts", () => {
    expect(fitOf("text", "varchar(3)", { isCast: true })?.loss).toBe("cuts them");
    expect(fitOf("text", "date", { isCast: true })?.condition).toContain("pg_input_is_valid");
    expect(fitOf("text", "mood", { isCast: true })?.condition).toContain("'mood'");
  });
});

test.each([
  ["int[]", "smallint[]", 18, "arrays"],
  ["text", "date", 15, "only PostgreSQL 16"],
])("%s to %s on %i cannot be asked", (from, to, major, why) => {
  expect(fitOf(from, to, { isCast: true, major })?.condition).toEqual({ why: expect.stringContaining(why) });
});
