import { describe, expect, test } from "vitest";
import {
  hazardsOf,
  levelsOf,
  makeColumn,
  makeFacts,
  makeTable,
  SMALL,
} from "../../../support/hazard-values.ts";

const RULE = "not-null-without-default";
const ADD = "ALTER TABLE users ADD COLUMN state text NOT NULL";
const EMPTY = { rows: 0, sizeBytes: 0, totalBytes: 8_192 } as const;
const facts = makeFacts([makeTable("users")]);
const empty = makeFacts([makeTable("users", EMPTY)]);

describe(RULE, () => {
  test("where there are rows it fails, and a constant default writes none of them", () => {
    const [hazard] = hazardsOf(ADD, { facts });
    expect(hazard).toMatchObject({ rule: RULE, level: "error", line: 1, column: 30 });
    expect(hazard?.message).toMatch(/`state`.*`users` \(about.*fails/);
    expect(hazard?.instead).toContain("ALTER TABLE users ADD COLUMN state text NOT NULL DEFAULT …;");
  });

  test.each([
    ["a few rows are rows", ADD, { facts: makeFacts([makeTable("users", SMALL)]) }, "error"],
    ["a primary key is NOT NULL", ADD.replace("NOT NULL", "PRIMARY KEY"), { facts }, "error"],
    ["rows of the pending set are rows", `INSERT INTO users VALUES (1); ${ADD}`, { facts: empty }, "error"],
    ["where nobody was asked it may", ADD, {}, "high"],
    ["after a DO it is not sure", `DO $$BEGIN END$$; ${ADD}`, { facts }, "high"],
  ])("%s", (_, sql, situation, level) => {
    expect(levelsOf(RULE, sql, situation)).toEqual([level]);
  });

  test.each([
    ["a column with a default", `${ADD} DEFAULT 'new'`, { facts }],
    ["one that numbers itself", "ALTER TABLE users ADD COLUMN n bigserial NOT NULL", { facts }],
    [
      "one that is generated",
      "ALTER TABLE users ADD COLUMN n int GENERATED ALWAYS AS (1) VIRTUAL NOT NULL",
      { facts },
    ],
    ["one that may be NULL", "ALTER TABLE users ADD COLUMN state text", { facts }],
    ["an empty table", ADD, { facts: empty }],
    ["a table of the pending set", `CREATE TABLE users (a int); ${ADD}`, {}],
    [
      "a column that is there",
      ADD.replace("COLUMN", "COLUMN IF NOT EXISTS"),
      { facts: makeFacts([makeTable("users", { columns: [makeColumn("state", "text")] })]) },
    ],
  ])("nothing is said of %s", (_, sql, situation) => {
    expect(levelsOf(RULE, sql, situation)).toEqual([]);
  });
});
