import { describe, expect, test } from "vitest";
import {
  hazardsOf,
  insteadOf,
  levelsOf,
  makeFacts,
  makeTable,
  SMALL,
} from "../../../support/hazard-values.ts";

const RULE = "stored-generated-column";
const ADD = "ALTER TABLE users ADD COLUMN double int GENERATED ALWAYS AS (n * 2) STORED";
const facts = makeFacts([makeTable("users")]);

describe(RULE, () => {
  test("every row is written anew; on 18 VIRTUAL writes none", () => {
    const [hazard] = hazardsOf(ADD, { facts });
    expect(hazard).toMatchObject({ rule: RULE, level: "high", line: 1, column: 30 });
    expect(hazard?.message).toMatch(/`users` \(about.*ACCESS EXCLUSIVE/);
    expect(hazard?.instead).toBe(
      "ALTER TABLE users ADD COLUMN double int GENERATED ALWAYS AS (n * 2) VIRTUAL;",
    );
    expect(levelsOf(RULE, ADD)).toEqual(["high"]);
  });

  test("before 18 a trigger fills a plain column", () => {
    expect(insteadOf(RULE, ADD, { major: 17 })).toMatch(
      /ADD COLUMN double integer;.*NEW.double := \(n \* 2\).*CREATE TRIGGER.*UPDATE users SET double = \(n \* 2\)/s,
    );
  });

  test.each([
    ["a virtual column", ADD.replace("STORED", "VIRTUAL"), { facts }],
    ["a small table", ADD, { facts: makeFacts([makeTable("users", SMALL)]) }],
    ["a table of the pending set", `CREATE TABLE users (n int); ${ADD}`, {}],
  ])("nothing is said of %s", (_, sql, situation) => {
    expect(levelsOf(RULE, sql, situation)).toEqual([]);
  });
});
