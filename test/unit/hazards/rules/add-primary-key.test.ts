import { describe, expect, test } from "vitest";
import {
  hazardsOf,
  insteadOf,
  levelsOf,
  makeColumn,
  makeFacts,
  makePartitioned,
  makeTable,
  SMALL,
} from "../../../support/hazard-values.ts";

const RULE = "add-primary-key";
const ADD = "ALTER TABLE users ADD PRIMARY KEY (email)";
const facts = makeFacts([makeTable("users")]);

describe(RULE, () => {
  test("its index is built while nobody can read or write: high on a big table", () => {
    const [hazard] = hazardsOf(ADD, { facts });
    expect(hazard).toMatchObject({ rule: RULE, level: "high", line: 1, column: 23 });
    expect(hazard?.message).toMatch(/`users` \(about 20,000,000 rows.*PRIMARY KEY.*ACCESS EXCLUSIVE/);
    expect(levelsOf(RULE, ADD)).toEqual(["high"]);
  });

  test("the index is to be built CONCURRENTLY, and taken over", () => {
    expect(insteadOf(RULE, ADD)).toBe(
      [
        "-- 1. in a file of its own with -- migrate:no-transaction",
        "CREATE UNIQUE INDEX CONCURRENTLY users_pkey ON users (email);",
        "-- 2. in a later file",
        "ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_pkey;",
      ].join("\n"),
    );
  });

  test("on a partitioned table it is added to the parent alone, and those of the partitions are attached", () => {
    const situation = { facts: makeFacts(makePartitioned("visits")) };
    const sql = "ALTER TABLE visits ADD CONSTRAINT k PRIMARY KEY (at)";
    expect(levelsOf(RULE, sql, situation)).toEqual(["high"]);
    expect(insteadOf(RULE, sql, situation)).toMatch(
      /ALTER TABLE ONLY visits ADD CONSTRAINT k PRIMARY KEY \(at\);.*CONCURRENTLY visits_2.* ON visits_2 \(at\);.*ALTER INDEX k ATTACH PARTITION visits_2/s,
    );
    expect(levelsOf(RULE, sql.replace("TABLE", "TABLE ONLY"), situation)).toEqual([]);
  });

  test("a partitioned table refuses USING INDEX", () => {
    const situation = { facts: makeFacts(makePartitioned("visits")) };
    expect(levelsOf(RULE, "ALTER TABLE visits ADD PRIMARY KEY USING INDEX i", situation)).toEqual(["error"]);
  });

  test("columns that may be NULL are made NOT NULL first, the way that the server's version has", () => {
    const columns = [makeColumn("id", "bigint", { isNotNull: true }), makeColumn("email", "text")];
    const nullable = makeFacts([makeTable("users", { columns })]);
    expect(insteadOf(RULE, ADD, { facts: nullable, major: 18 })).toMatch(
      /^-- 1. in one file\nALTER TABLE users ADD CONSTRAINT users_email_not_null NOT NULL email NOT VALID;/,
    );
    expect(insteadOf(RULE, ADD, { facts: nullable, major: 17 })).toMatch(
      /CHECK \(email IS NOT NULL\) NOT VALID;/,
    );
    const filled = makeFacts([
      makeTable("users", { columns: [makeColumn("email", "text", { isNotNull: true })] }),
    ]);
    expect(insteadOf(RULE, ADD, { facts: filled })).not.toContain("NOT NULL");
  });

  test.each([
    ["from an index that is there", "ALTER TABLE users ADD PRIMARY KEY USING INDEX i", { facts }],
    ["on a small table", ADD, { facts: makeFacts([makeTable("users", SMALL)]) }],
    ["on a table of the same file", `CREATE TABLE users (email text); ${ADD}`, {}],
  ])("nothing is said of one %s", (_, sql, situation) => {
    expect(levelsOf(RULE, sql, situation)).toEqual([]);
  });
});
