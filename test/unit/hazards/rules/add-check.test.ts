import { describe, expect, test } from "vitest";
import {
  hazardsOf,
  insteadOf,
  levelsOf,
  makeConstraint,
  makeFacts,
  makePartitioned,
  makeTable,
  SMALL,
} from "../../../support/hazard-values.ts";

const RULE = "add-check";
const facts = makeFacts([makeTable("users")]);

describe(RULE, () => {
  test("a CHECK on a big table is high, at its clause, with the lock", () => {
    const [hazard] = hazardsOf("ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0)", { facts });
    expect(hazard).toMatchObject({ rule: RULE, level: "high", line: 1, column: 23 });
    expect(hazard?.message).toMatch(/`users` \(about 20,000,000 rows.*ACCESS EXCLUSIVE/);
  });

  test("and on one that nobody has asked about", () => {
    expect(levelsOf(RULE, "ALTER TABLE users ADD CHECK (age > 0)")).toEqual(["high"]);
  });

  test.each([
    ["age > 0", "users_age_check"],
    ["age > 0 AND age < 200", "users_age_check"],
    ["age > size", "users_check"],
  ])("CHECK (%s) without a name gets the one that the server would give it", (expression, name) => {
    expect(insteadOf(RULE, `ALTER TABLE users ADD CHECK (${expression}), ADD COLUMN z int`)).toBe(
      `-- 1. in one file\nALTER TABLE users ADD CONSTRAINT ${name} CHECK (${expression}) NOT VALID;\n-- 2. in a later file\nALTER TABLE users VALIDATE CONSTRAINT ${name};`,
    );
  });

  test("a partitioned table takes over the CHECKs of this name that its partitions have", () => {
    const [parent, ...partitions] = makePartitioned("visits");
    const constraints = [makeConstraint("c", "check", ["n"], { definition: "CHECK ((n > 0))" })];
    const all = partitions.map((one) => ({ ...one, constraints }));
    const situation = { facts: makeFacts([...(parent === undefined ? [] : [parent]), ...all]) };
    expect(levelsOf(RULE, "ALTER TABLE visits ADD CONSTRAINT c CHECK (n > 0)", situation)).toEqual([]);
    expect(levelsOf(RULE, "ALTER TABLE visits ADD CONSTRAINT d CHECK (n > 0)", situation)).toEqual(["high"]);
  });

  test("a comment in the clause does not swallow NOT VALID", () => {
    const sql = "ALTER TABLE users ADD CONSTRAINT c CHECK (\n  age > 0 -- years\n)";
    expect(insteadOf(RULE, sql)).toContain("-- years\n)\n  NOT VALID;");
  });

  test.each([
    ["that is NOT VALID", "ALTER TABLE users ADD CHECK (age > 0) NOT VALID", {}],
    ["that is NOT ENFORCED", "ALTER TABLE users ADD CHECK (age > 0) NOT ENFORCED", {}],
    [
      "on a small table",
      "ALTER TABLE users ADD CHECK (age > 0)",
      { facts: makeFacts([makeTable("users", SMALL)]) },
    ],
    [
      "on a table of the same file",
      "CREATE TABLE users (age int); ALTER TABLE users ADD CHECK (age > 0)",
      {},
    ],
    [
      "on one of an earlier file",
      ["CREATE TABLE users (age int)", "ALTER TABLE users ADD CHECK (age > 0)"],
      {},
    ],
    ["of a new table", "CREATE TABLE users (age int CHECK (age > 0))", {}],
  ])("nothing is said of one %s", (_, sql, situation) => {
    expect(levelsOf(RULE, sql, situation)).toEqual([]);
  });
});
