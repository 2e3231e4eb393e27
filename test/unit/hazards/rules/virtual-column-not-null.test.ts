import { describe, expect, test } from "vitest";
import { hazardsOf, levelsOf, makeFacts, makeTable, SMALL } from "../../../support/hazard-values.ts";

const RULE = "virtual-column-not-null";
const ADD = "ALTER TABLE users ADD COLUMN double int GENERATED ALWAYS AS (n * 2) VIRTUAL NOT NULL";
const facts = makeFacts([makeTable("users")]);

describe(RULE, () => {
  test("its value is worked out for every row; without NOT NULL none is", () => {
    const [hazard] = hazardsOf(ADD, { facts });
    expect(hazard).toMatchObject({ rule: RULE, level: "high", line: 1, column: 30 });
    expect(hazard?.message).toMatch(/`users` \(about.*ACCESS EXCLUSIVE/);
    expect(hazard?.instead).toMatch(/AS \(n \* 2\) VIRTUAL;\n.*NOT NULL double NOT VALID;.*VALIDATE/s);
    expect(levelsOf(RULE, ADD)).toEqual(["high"]);
  });

  test.each([
    ["one that may be NULL", ADD.replace(" NOT NULL", ""), { facts }],
    ["a small table", ADD, { facts: makeFacts([makeTable("users", SMALL)]) }],
    ["a table of the pending set", `CREATE TABLE users (n int); ${ADD}`, {}],
  ])("nothing is said of %s", (_, sql, situation) => {
    expect(levelsOf(RULE, sql, situation)).toEqual([]);
  });
});
