import { describe, expect, test } from "vitest";
import {
  hazardsOf,
  levelsOf,
  makeColumn,
  makeFacts,
  makeTable,
  SMALL,
} from "../../../support/hazard-values.ts";

const RULE = "set-expression";
const SET = "ALTER TABLE users ALTER COLUMN double SET EXPRESSION AS (n * 3)";
const columns = (generated: "stored" | "virtual") => [makeColumn("double", "integer", { generated })];
const facts = makeFacts([makeTable("users", { columns: columns("stored") })]);

describe(RULE, () => {
  test("every row is written anew; as a plain column it is filled by a trigger and in batches", () => {
    const [hazard] = hazardsOf(SET, { facts });
    expect(hazard).toMatchObject({ rule: RULE, level: "high" });
    expect(hazard?.message).toMatch(/`users` \(about.*ACCESS EXCLUSIVE/);
    expect(hazard?.instead).toMatch(
      /ALTER COLUMN double DROP EXPRESSION;.*CREATE TRIGGER.*UPDATE users SET double/s,
    );
    expect(levelsOf(RULE, SET)).toEqual(["high"]);
  });

  test.each([
    ["a virtual column", SET, { facts: makeFacts([makeTable("users", { columns: columns("virtual") })]) }],
    [
      "a small table",
      SET,
      { facts: makeFacts([makeTable("users", { columns: columns("stored"), ...SMALL })]) },
    ],
    ["a table of the pending set", `CREATE TABLE users (n int); ${SET}`, {}],
  ])("nothing is said of %s", (_, sql, situation) => {
    expect(levelsOf(RULE, sql, situation)).toEqual([]);
  });
});
