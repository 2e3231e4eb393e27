import { expect, test } from "vitest";
import { parseSteps, placeOf } from "../../../src/syntax/parse-steps.ts";
import { parse } from "../../support/hazard-values.ts";
import { makeStep } from "../../support/plan-values.ts";

const parsed = (text: string) => parseSteps([makeStep("001_a", text)], parse)[0]?.statements ?? [];

test("a place in a statement is one in the file, in characters", () => {
  const [, second] = parsed('SELECT 1;\n  ALTER TABLE "😀"\n    ADD a int, ADD b int;');
  const [a, b] = second?.actions ?? [];
  if (second === undefined || a === undefined || b === undefined) throw new Error("Nothing was parsed.");
  expect(placeOf(second.statement, 0)).toEqual({ line: 2, column: 3 });
  expect(placeOf(second.statement, a.at)).toEqual({ line: 3, column: 9 });
  expect(placeOf(second.statement, b.at)).toEqual({ line: 3, column: 20 });
});

test("of a long INSERT only the table is looked for", () => {
  const rows = Array.from({ length: 9_000 }, (_, index) => `(${index})`).join(", ");
  const [statement] = parsed(`INSERT INTO app."T" VALUES ${rows}`);
  expect(statement?.actions).toEqual([
    { kind: "insert", at: 0, table: { schema: "app", name: "T" }, from: "values" },
  ]);
});

test("what the parser does not take has no actions", () => {
  expect(parsed("ALTER TABLE t WIBBLE").map(({ actions }) => actions)).toEqual([[]]);
});
