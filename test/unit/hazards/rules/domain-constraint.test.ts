import { describe, expect, test } from "vitest";
import {
  hazardsOf,
  insteadOf,
  levelsOf,
  makeFacts,
  makeTable,
  SMALL,
} from "../../../support/hazard-values.ts";

const RULE = "domain-constraint";
const ADD = "ALTER DOMAIN email ADD CHECK (VALUE LIKE '%@%')";
const domain = {
  schema: "public",
  name: "email",
  kind: "domain",
  baseType: "text",
  isNotNull: false,
  constraints: [],
  labels: [],
  usedBy: [
    { schema: "public", name: "users", column: "email" },
    { schema: "public", name: "users", column: "other" },
    { schema: "public", name: "teams", column: "email" },
  ],
} as const;
const facts = makeFacts([makeTable("users"), makeTable("teams", SMALL)], { types: [domain] });

describe(RULE, () => {
  test.each([
    ["ADD CHECK", ADD],
    ["SET NOT NULL", "ALTER DOMAIN email SET NOT NULL"],
    ["VALIDATE CONSTRAINT", "ALTER DOMAIN email VALIDATE CONSTRAINT c"],
  ])("%s reads each table that uses the domain while nobody can write to them", (_, sql) => {
    const [hazard] = hazardsOf(sql, { facts });
    expect(hazard).toMatchObject({ rule: RULE, level: "high" });
    expect(hazard?.message).toMatch(/`users` \(about 20.*, `teams` \(.*SHARE/);
    expect(levelsOf(RULE, sql)).toEqual(["high"]);
  });

  test("NOT VALID reads nothing", () => {
    expect(insteadOf(RULE, ADD)).toBe(
      "-- 1. in one file\nALTER DOMAIN email ADD CONSTRAINT email_check CHECK (VALUE LIKE '%@%') NOT VALID;",
    );
    expect(insteadOf(RULE, "ALTER DOMAIN email SET NOT NULL")).toContain(
      "CHECK (VALUE IS NOT NULL) NOT VALID;",
    );
    expect(levelsOf(RULE, `${ADD} NOT VALID`, { facts })).toEqual([]);
  });

  test.each([
    [
      "used by small tables alone",
      ADD,
      { facts: makeFacts([makeTable("users", SMALL), makeTable("teams", SMALL)], { types: [domain] }) },
    ],
    ["that no table uses", ADD, { facts: makeFacts([], { types: [{ ...domain, usedBy: [] }] }) }],
    ["of the pending set", `CREATE DOMAIN email AS text; ${ADD}`, {}],
  ])("nothing is said of a domain %s", (_, sql, situation) => {
    expect(levelsOf(RULE, sql, situation)).toEqual([]);
  });
});
