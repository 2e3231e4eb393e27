import { describe, expect, test } from "vitest";
import {
  hazardsOf,
  levelsOf,
  makeColumn,
  makeConstraint,
  makeFacts,
  makeIndex,
  makeTable,
  SMALL,
} from "../../../support/hazard-values.ts";

const RULE = "primary-key-using-index";
const ADD = "ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX key_idx";
const parts = {
  columns: [makeColumn("id", "bigint", { isNotNull: true }), makeColumn("key", "text")],
  indexes: [
    makeIndex("key_idx", ["key"], { isUnique: true }),
    makeIndex("id_idx", ["id"], { isUnique: true }),
  ],
};
const proof = makeConstraint("c", "check", ["key"], { definition: "CHECK ((key IS NOT NULL))" });
const facts = makeFacts([makeTable("users", parts)]);
const proved = makeFacts([makeTable("users", { ...parts, constraints: [proof] })]);

describe(RULE, () => {
  test("where a column may be NULL all rows are read, and it is to be made NOT NULL first", () => {
    const [hazard] = hazardsOf(ADD, { facts });
    expect(hazard).toMatchObject({ rule: RULE, level: "high", line: 1, column: 23 });
    expect(hazard?.message).toMatch(/NULLs in `key`.*ACCESS EXCLUSIVE/);
    expect(hazard?.instead).toMatch(/NOT NULL key NOT VALID;.*VALIDATE.*PRIMARY KEY USING INDEX key_idx;$/s);
  });

  test("before 12 no CHECK spares the reading", () => {
    expect(levelsOf(RULE, ADD, { facts: proved, major: 11 })).toEqual(["high"]);
  });

  test.each([
    ["the column is NOT NULL", ADD.replace("key_idx", "id_idx"), { facts }],
    ["a valid CHECK says so", ADD, { facts: proved }],
    ["the pending set makes it so", `ALTER TABLE users ALTER COLUMN key SET NOT NULL; ${ADD}`, { facts }],
    ["the table is small", ADD, { facts: makeFacts([makeTable("users", { ...parts, ...SMALL })]) }],
    ["nobody knows the index", ADD, {}],
    ["it is a UNIQUE", ADD.replace("PRIMARY KEY", "UNIQUE"), { facts }],
  ])("nothing is said where %s", (_, sql, situation) => {
    expect(levelsOf(RULE, sql, situation)).toEqual([]);
  });
});
