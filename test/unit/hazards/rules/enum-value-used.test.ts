import { describe, expect, test } from "vitest";
import { makeColumn } from "../../../support/hazard-values.ts";
import { levelsOf, makeUsers, ofRule, type RuleCase, target, UNASKED } from "../../../support/rule-cases.ts";

const ADD = "ALTER TYPE status ADD VALUE 'paused'";
const status = {
  schema: "public",
  name: "status",
  kind: "enum",
  baseType: null,
  isNotNull: false,
  constraints: [],
  labels: ["on"],
  usedBy: [{ schema: "public", name: "users", column: "state" }],
} as const;
const there = target([makeUsers({ columns: [makeColumn("state", "status"), makeColumn("note", "text")] })], {
  types: [status],
});
const NEW_TYPE = `CREATE TYPE status AS ENUM ('on'); ${ADD}; SELECT 'paused'::status`;

const CASES: readonly RuleCase[] = [
  ["set as a default", `${ADD}; ALTER TABLE users ALTER state SET DEFAULT 'paused'`, there, ["error"]],
  ["written to rows", `${ADD}; UPDATE users SET state = 'paused' WHERE id = 1`, there, ["error"]],
  ["cast to the type", `${ADD}; INSERT INTO log VALUES ('paused'::status)`, there, ["error"]],
  [
    "in the same statement of another table of the type",
    `${ADD}; CREATE TABLE jobs (s status DEFAULT 'paused')`,
    UNASKED,
    ["error"],
  ],
  [
    "a text that is equal, where nobody was asked",
    `${ADD}; INSERT INTO users VALUES ('paused')`,
    UNASKED,
    ["high"],
  ],
  ["in the code of a DO", `${ADD}; DO $$ BEGIN UPDATE users SET state = 'paused'; END $$`, there, ["high"]],
  ["on a type of the same transaction before 17", NEW_TYPE, { ...UNASKED, major: 16 }, ["error"]],
  ["which 17 allows", NEW_TYPE, { ...UNASKED, major: 17 }, []],
  [
    "a table without a column of the type means another text",
    `${ADD}; INSERT INTO log VALUES ('paused')`,
    there,
    [],
  ],
  ["the next file may use it", [ADD, "UPDATE users SET state = 'paused' WHERE id = 1"], there, []],
  [
    "a file without a transaction too",
    `-- migrate:no-transaction\n${ADD}; UPDATE users SET state = 'paused'`,
    there,
    [],
  ],
  ["what comes before is not after", `UPDATE users SET state = 'on', note = 'paused'; ${ADD}`, there, []],
  ["another value is there already", `${ADD}; UPDATE users SET state = 'on' WHERE id = 1`, there, []],
  [
    "a function is looked at when it is called",
    `${ADD}; CREATE FUNCTION f() RETURNS status LANGUAGE sql AS $$ SELECT 'paused'::status $$; COMMENT ON TYPE status IS 'paused'`,
    there,
    [],
  ],
];

describe("enum-value-used", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("enum-value-used", one)).toEqual(one[3]);
  });

  test("the line of its use is named", () => {
    const sql = `${ADD};\n\nUPDATE users SET state = 'paused' WHERE id = 1`;
    expect(ofRule("enum-value-used", sql, there)[0]?.message).toMatch(/^Line 3 fails \(55P04\)/);
  });
});
