import { describe, expect, test } from "vitest";
import { hazardsOf, levelsOf, makeFacts, makeTable, SMALL } from "../../../support/hazard-values.ts";

const RULE = "constrained-domain-column";
const ADD = "ALTER TABLE users ADD COLUMN email address DEFAULT 'a@b'";
const domain = {
  schema: "public",
  name: "address",
  kind: "domain",
  baseType: "text",
  isNotNull: false,
  constraints: [{ name: "c", definition: "CHECK ((VALUE ~~ '%@%'::text))", isValid: true }],
  labels: [],
  usedBy: [],
} as const;
const facts = makeFacts([makeTable("users")], { types: [domain] });
const UNCONSTRAINED = { ...domain, constraints: [] };

describe(RULE, () => {
  test("every row is written anew; the base type and a CHECK are not", () => {
    const [hazard] = hazardsOf(ADD, { facts });
    expect(hazard).toMatchObject({ rule: RULE, level: "high", line: 1, column: 30 });
    expect(hazard?.message).toMatch(/`users` \(about.*`address`.*ACCESS EXCLUSIVE/);
    expect(hazard?.instead).toBe(
      [
        "-- 1. in one file",
        "ALTER TABLE users ADD COLUMN email text DEFAULT 'a@b';",
        "ALTER TABLE users ADD CONSTRAINT users_email_check CHECK ((email ~~ '%@%'::text)) NOT VALID;",
        "-- 2. in a later file",
        "ALTER TABLE users VALIDATE CONSTRAINT users_email_check;",
      ].join("\n"),
    );
  });

  test("a domain of the pending set, and one that is only NOT NULL, too", () => {
    expect(levelsOf(RULE, `CREATE DOMAIN address AS text CHECK (VALUE <> ''); ${ADD}`)).toEqual(["high"]);
    const notNull = makeFacts([makeTable("users")], { types: [{ ...UNCONSTRAINED, isNotNull: true }] });
    expect(hazardsOf(ADD, { facts: notNull }).find(({ rule }) => rule === RULE)?.instead).toContain(
      "CHECK (email IS NOT NULL) NOT VALID;",
    );
  });

  test.each([
    [
      "a domain without constraints",
      ADD,
      { facts: makeFacts([makeTable("users")], { types: [UNCONSTRAINED] }) },
    ],
    ["a type that nobody knows", ADD, {}],
    ["a small table", ADD, { facts: makeFacts([makeTable("users", SMALL)], { types: [domain] }) }],
    [
      "a table of the pending set",
      `CREATE TABLE users (n int); ${ADD}`,
      { facts: makeFacts([], { types: [domain] }) },
    ],
  ])("nothing is said of %s", (_, sql, situation) => {
    expect(levelsOf(RULE, sql, situation)).toEqual([]);
  });
});
