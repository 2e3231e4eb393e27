import { describe, expect, test } from "vitest";
import {
  hazardsOf,
  insteadOf,
  levelsOf,
  makeColumn,
  makeFacts,
  makeTable,
  SMALL,
} from "../../../support/hazard-values.ts";

const RULE = "volatile-default";
const add = (rest: string) => `ALTER TABLE users ADD COLUMN token ${rest}`;
const facts = makeFacts([makeTable("users")]);
const told = (volatility: "immutable" | "stable" | "volatile") => ({
  facts: makeFacts([makeTable("users")], {
    functions: [{ schema: "public", name: "make_token", volatility }],
  }),
});

describe(RULE, () => {
  test.each([
    "uuid DEFAULT gen_random_uuid()",
    "timestamptz DEFAULT clock_timestamp()",
    "int DEFAULT (random() * 5)::int",
    "bigint DEFAULT nextval('s')",
  ])("%s writes every row anew", (rest) => {
    const [hazard] = hazardsOf(add(rest), { facts });
    expect(hazard).toMatchObject({ rule: RULE, level: "high", line: 1, column: 30 });
    expect(hazard?.message).toMatch(/`users` \(about.*VOLATILE.*ACCESS EXCLUSIVE/);
    expect(levelsOf(RULE, add(rest))).toEqual(["high"]);
  });

  test("a function of the user's is what the catalog, or the pending set, says; else it is only feared", () => {
    const sql = add("text DEFAULT make_token(5)");
    expect(levelsOf(RULE, sql, told("volatile"))).toEqual(["high"]);
    expect(levelsOf(RULE, sql, told("stable"))).toEqual([]);
    expect(levelsOf(RULE, sql, { facts })).toEqual(["medium"]);
    expect(levelsOf(RULE, sql)).toEqual(["medium"]);
    const made = "CREATE FUNCTION make_token(int) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT 1::text'";
    expect(levelsOf(RULE, [made, sql])).toEqual([]);
    expect(levelsOf(RULE, [made.replace("IMMUTABLE", ""), sql])).toEqual(["high"]);
  });

  test("the system's own function of the name is the one that is meant", () => {
    const functions = [{ schema: "pg_catalog", name: "to_tsvector", volatility: "stable" }] as const;
    const situation = { facts: makeFacts([makeTable("users")], { functions }) };
    expect(levelsOf(RULE, add("tsvector DEFAULT to_tsvector('a')"), situation)).toEqual([]);
  });

  test("the column comes first, then the default, then the rows in batches, then NOT NULL", () => {
    expect(
      insteadOf(RULE, add("int DEFAULT (random() * 5)::int NOT NULL, ADD COLUMN b int"), { major: 18 }),
    ).toBe(
      [
        "-- 1. in one file",
        "ALTER TABLE users ADD COLUMN token integer;",
        "ALTER TABLE users ALTER COLUMN token SET DEFAULT (random() * 5)::int;",
        "-- 2. in batches, until no row is left",
        "UPDATE users SET token = DEFAULT WHERE token IS NULL AND …;  -- a range of keys",
        "-- 3. in a later file",
        "ALTER TABLE users ADD CONSTRAINT users_token_not_null NOT NULL token NOT VALID;",
        "-- 4. in a later file",
        "ALTER TABLE users VALIDATE CONSTRAINT users_token_not_null;",
      ].join("\n"),
    );
  });

  test.each([
    ["a constant", add("int NOT NULL DEFAULT 5"), { facts }],
    ["now(), which is STABLE", add("timestamptz NOT NULL DEFAULT now()"), { facts }],
    ["CURRENT_TIMESTAMP", add("timestamptz DEFAULT CURRENT_TIMESTAMP"), {}],
    ["an expression of such", add("text DEFAULT lower('A') || current_user"), {}],
    ["none", add("uuid"), {}],
    [
      "SET DEFAULT, which is for new rows",
      "ALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid()",
      { facts },
    ],
    [
      "a table that is small",
      add("uuid DEFAULT gen_random_uuid()"),
      { facts: makeFacts([makeTable("users", SMALL)]) },
    ],
    [
      "one, by a function that nobody knows",
      add("text DEFAULT f()"),
      { facts: makeFacts([makeTable("users", SMALL)]) },
    ],
    ["a new table", `CREATE TABLE users (id int); ${add("uuid DEFAULT gen_random_uuid()")}`, {}],
    [
      "a column that is there",
      "ALTER TABLE users ADD COLUMN IF NOT EXISTS token text DEFAULT f()",
      { facts: makeFacts([makeTable("users", { columns: [makeColumn("token", "text")] })]) },
    ],
  ])("nothing is said of %s", (_, sql, situation) => {
    expect(levelsOf(RULE, sql, situation)).toEqual([]);
  });
});
