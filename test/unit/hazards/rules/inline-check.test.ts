import { describe, expect, test } from "vitest";
import {
  hazardsOf,
  levelsOf,
  makeColumn,
  makeFacts,
  makeTable,
  SMALL,
} from "../../../support/hazard-values.ts";

const RULE = "inline-check";
const ADD = "ALTER TABLE users ADD COLUMN age int DEFAULT 5 NOT NULL CONSTRAINT x CHECK (age > 0)";
const facts = makeFacts([makeTable("users")]);

describe(RULE, () => {
  test("a CHECK reads every row, though all have the same value: high on a big table, at the clause", () => {
    const [hazard] = hazardsOf(ADD, { facts }).filter(({ rule }) => rule === RULE);
    expect(hazard).toMatchObject({ level: "high", line: 1, column: 57 });
    expect(hazard?.message).toMatch(/`users` \(about.*ACCESS EXCLUSIVE/);
    expect(levelsOf(RULE, ADD)).toEqual(["high"]);
  });

  test("the column is added without it, and it comes the gentle way", () => {
    const [hazard] = hazardsOf(ADD.replace("CONSTRAINT x ", "")).filter(({ rule }) => rule === RULE);
    expect(hazard?.instead).toBe(
      [
        "-- 1. in one file",
        "ALTER TABLE users ADD COLUMN age integer DEFAULT 5 NOT NULL;",
        "ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 0) NOT VALID;",
        "-- 2. in a later file",
        "ALTER TABLE users VALIDATE CONSTRAINT users_age_check;",
      ].join("\n"),
    );
  });

  test.each([
    ["one that is NOT ENFORCED", `${ADD} NOT ENFORCED`, { facts }],
    ["a column without one", "ALTER TABLE users ADD COLUMN age int", { facts }],
    ["a small table", ADD, { facts: makeFacts([makeTable("users", SMALL)]) }],
    ["a table of the pending set", `CREATE TABLE users (n int); ${ADD}`, {}],
    [
      "a column that is there",
      ADD.replace("COLUMN", "COLUMN IF NOT EXISTS"),
      { facts: makeFacts([makeTable("users", { columns: [makeColumn("age", "integer")] })]) },
    ],
  ])("nothing is said of %s", (_, sql, situation) => {
    expect(levelsOf(RULE, sql, situation)).toEqual([]);
  });
});
