import { describe, expect, test } from "vitest";
import {
  hazardsOf,
  insteadOf,
  levelsOf,
  makeConstraint,
  makeFacts,
  makeIndex,
  makePartitioned,
  makeTable,
  SMALL,
} from "../../../support/hazard-values.ts";

const RULE = "drop-index";
const indexes = [
  makeIndex("email_idx", ["email"]),
  makeIndex("users_key", ["email"], { constraint: "users_key" }),
];
const constraints = [makeConstraint("users_key", "unique", ["email"], { index: "users_key" })];
const facts = makeFacts([makeTable("users", { indexes, constraints })]);

describe(RULE, () => {
  test("an index that is dropped locks its table for a moment, and others behind it", () => {
    const [hazard] = hazardsOf("DROP INDEX IF EXISTS email_idx", { facts });
    expect(hazard).toMatchObject({ rule: RULE, level: "medium" });
    expect(hazard?.message).toMatch(/ACCESS EXCLUSIVE on `users` \(about 20,000,000 rows/);
    expect(hazard?.instead).toMatch(/no-transaction\nDROP INDEX CONCURRENTLY IF EXISTS email_idx;$/);
  });

  test("each of several is told, and where nobody knows the table", () => {
    expect(levelsOf(RULE, "DROP INDEX a, b")).toEqual(["medium", "medium"]);
  });

  test("with CASCADE, or of a partitioned table, there is no other way", () => {
    expect(insteadOf(RULE, "DROP INDEX a CASCADE")).toBeNull();
    const partitioned = makeFacts(makePartitioned("visits", { indexes: [makeIndex("at_idx", ["at"])] }));
    expect(hazardsOf("DROP INDEX at_idx", { facts: partitioned })[0]).toMatchObject({
      rule: RULE,
      instead: null,
    });
  });

  test("the index of a constraint is not dropped: an error, with the constraint's name", () => {
    expect(levelsOf(RULE, "DROP INDEX CONCURRENTLY users_key", { facts })).toEqual(["error"]);
    expect(insteadOf(RULE, "DROP INDEX users_key", { facts })).toBe(
      "ALTER TABLE users DROP CONSTRAINT users_key;",
    );
  });

  test.each([
    ["it is dropped CONCURRENTLY", "DROP INDEX CONCURRENTLY email_idx", { facts }],
    ["the target has none of this name", "DROP INDEX IF EXISTS old_idx", { facts }],
    [
      "its table is small",
      "DROP INDEX email_idx",
      { facts: makeFacts([makeTable("users", { ...SMALL, indexes })]) },
    ],
    ["its table is of the pending set", "CREATE TABLE t (a int); CREATE INDEX i ON t (a); DROP INDEX i", {}],
    ["what is dropped is no index", "DROP VIEW email_idx", {}],
  ])("nothing is said where %s", (_, sql, situation) => {
    expect(levelsOf(RULE, sql, situation)).toEqual([]);
  });
});
