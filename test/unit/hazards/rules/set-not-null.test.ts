import { describe, expect, test } from "vitest";
import {
  hazardsOf,
  insteadOf,
  levelsOf,
  makeColumn,
  makeConstraint,
  makeFacts,
  makeTable,
  SMALL,
} from "../../../support/hazard-values.ts";

const RULE = "set-not-null";
const SET = "ALTER TABLE users ALTER COLUMN email SET NOT NULL";
const email = makeColumn("email", "text");
const facts = makeFacts([makeTable("users", { columns: [email] })]);
const proof = (isValid: boolean, definition = "CHECK ((email IS NOT NULL))") =>
  makeFacts([
    makeTable("users", {
      columns: [email],
      constraints: [makeConstraint("c", "check", ["email"], { definition, isValid })],
    }),
  ]);
const CHECK = "ALTER TABLE users ADD CONSTRAINT c CHECK (email IS NOT NULL) NOT VALID";
const VALIDATE = "ALTER TABLE users VALIDATE CONSTRAINT c";

describe(RULE, () => {
  test("every row is read while nobody can read or write, on 18 too", () => {
    const [hazard] = hazardsOf(SET, { facts });
    expect(hazard).toMatchObject({ rule: RULE, level: "high" });
    expect(hazard?.message).toMatch(/`users` \(about.*NULLs in `email`.*ACCESS EXCLUSIVE/);
    expect(levelsOf(RULE, SET)).toEqual(["high"]);
  });

  test("ADD NOT NULL reads them as well", () => {
    expect(levelsOf(RULE, "ALTER TABLE users ADD CONSTRAINT n NOT NULL email", { facts })).toEqual(["high"]);
  });

  test.each([
    ["a CHECK that is not valid", SET, { facts: proof(false) }],
    ["a CHECK of something else", SET, { facts: proof(true, "CHECK ((email IS NOT NULL OR id > 0))") }],
    ["a valid CHECK, before 12", SET, { facts: proof(true), major: 11 }],
    ["a CHECK NOT VALID of the pending set", [CHECK, SET], { facts }],
    [
      "a NOT NULL that is NOT VALID",
      ["ALTER TABLE users ADD CONSTRAINT n NOT NULL email NOT VALID", SET],
      { facts },
    ],
  ])("%s spares nothing", (_, sql, situation) => {
    expect(levelsOf(RULE, sql, situation)).toEqual(["high"]);
  });

  test("each version has its way: NOT VALID on 18, a CHECK first from 12 on, the CHECK alone on 11", () => {
    expect(insteadOf(RULE, SET, { major: 18 })).toBe(
      "-- 1. in one file\nALTER TABLE users ADD CONSTRAINT users_email_not_null NOT NULL email NOT VALID;\n-- 2. in a later file\nALTER TABLE users VALIDATE CONSTRAINT users_email_not_null;",
    );
    expect(insteadOf(RULE, SET, { major: 17 })).toMatch(
      /CHECK \(email IS NOT NULL\) NOT VALID;.*VALIDATE CONSTRAINT.*SET NOT NULL;\nALTER TABLE users DROP CONSTRAINT users_email_not_null;$/s,
    );
    expect(insteadOf(RULE, SET, { major: 11 })).not.toContain("SET NOT NULL");
  });

  test.each([
    ["a valid CHECK says so", SET, { facts: proof(true) }],
    [
      "a valid CHECK says so among others",
      SET,
      { facts: proof(true, "CHECK (((email IS NOT NULL) AND (id > 0)))") },
    ],
    ["the pending set validates such a CHECK", [CHECK, VALIDATE, SET], { facts }],
    ["and without a catalog", [CHECK, VALIDATE, SET], {}],
    [
      "the pending set validates a NOT NULL",
      ["ALTER TABLE users ADD CONSTRAINT c NOT NULL email NOT VALID", VALIDATE, SET],
      { facts },
    ],
    [
      "it is NOT NULL already",
      SET,
      { facts: makeFacts([makeTable("users", { columns: [{ ...email, isNotNull: true }] })]) },
    ],
    ["the table is small", SET, { facts: makeFacts([makeTable("users", { columns: [email], ...SMALL })]) }],
    ["the table is of the pending set", `CREATE TABLE users (email text); ${SET}`, {}],
    ["it is a DROP NOT NULL", SET.replace("SET", "DROP"), { facts }],
    ["the NOT NULL is NOT VALID", "ALTER TABLE users ADD CONSTRAINT n NOT NULL email NOT VALID", { facts }],
  ])("nothing is said where %s", (_, sql, situation) => {
    expect(levelsOf(RULE, sql, situation)).toEqual([]);
  });
});
