import { describe, expect, test } from "vitest";
import {
  insteadOf,
  levelsOf,
  makeFacts,
  makeIndex,
  makePartitioned,
  makeTable,
} from "../../../support/hazard-values.ts";

const RULE = "invalid-index";
const broken = makeIndex("email_idx", ["email"], { isValid: false });
const facts = makeFacts([makeTable("users", { indexes: [broken, makeIndex("fine_idx", ["id"])] })]);

describe(RULE, () => {
  test.each([
    ["IF NOT EXISTS skips it", "CREATE INDEX CONCURRENTLY IF NOT EXISTS email_idx ON users (email)"],
    ["without CONCURRENTLY too", "CREATE INDEX IF NOT EXISTS email_idx ON users (email)"],
    ["a constraint is to stand on it", "ALTER TABLE users ADD CONSTRAINT k UNIQUE USING INDEX email_idx"],
  ])("an invalid index is an error where %s", (_, sql) => {
    expect(levelsOf(RULE, sql, { facts })).toEqual(["error"]);
  });

  test("it is to be dropped first, then built as it was written", () => {
    const sql = "CREATE INDEX CONCURRENTLY IF NOT EXISTS email_idx ON users (lower(email))";
    expect(insteadOf(RULE, sql, { facts })).toBe(
      `-- 1. in a file of its own with -- migrate:no-transaction\nDROP INDEX CONCURRENTLY email_idx;\n${sql};`,
    );
  });

  test.each([
    ["the index is valid", "CREATE INDEX CONCURRENTLY IF NOT EXISTS fine_idx ON users (id)", { facts }],
    ["it is of another name", "CREATE INDEX CONCURRENTLY IF NOT EXISTS new_idx ON users (email)", { facts }],
    [
      "it is dropped before",
      "DROP INDEX CONCURRENTLY email_idx; CREATE INDEX CONCURRENTLY IF NOT EXISTS email_idx ON users (email)",
      { facts },
    ],
    ["nobody was asked", "CREATE INDEX CONCURRENTLY IF NOT EXISTS email_idx ON users (email)", {}],
    [
      "it is a partitioned table's, that waits for those of its partitions",
      "CREATE INDEX IF NOT EXISTS email_idx ON ONLY visits (email)",
      { facts: makeFacts(makePartitioned("visits", { indexes: [broken] })) },
    ],
  ])("nothing is said where %s", (_, sql, situation) => {
    expect(levelsOf(RULE, sql, situation)).toEqual([]);
  });
});
