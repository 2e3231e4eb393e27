import { describe, expect, test } from "vitest";
import {
  hazardsOf,
  insteadOf,
  levelsOf,
  makeFacts,
  makeIndex,
  makeTable,
  SMALL,
} from "../../../support/hazard-values.ts";

const RULE = "reindex";
const indexes = [makeIndex("email_idx", ["email"])];
const facts = makeFacts([makeTable("users", { indexes })]);

describe(RULE, () => {
  test.each([
    ["a table", "REINDEX TABLE users", "REINDEX TABLE CONCURRENTLY users;"],
    ["an index", "REINDEX INDEX email_idx", "REINDEX INDEX CONCURRENTLY email_idx;"],
    ["a schema", "REINDEX SCHEMA public", "REINDEX SCHEMA CONCURRENTLY public;"],
  ])("the indexes of %s are built anew while writes wait", (_, sql, instead) => {
    expect(levelsOf(RULE, sql, { facts })).toEqual(["high"]);
    expect(levelsOf(RULE, sql)).toEqual(["high"]);
    expect(insteadOf(RULE, sql, { facts })).toContain(instead);
  });

  test("it names the table of an index, and both locks", () => {
    expect(hazardsOf("REINDEX INDEX email_idx", { facts })[0]?.message).toMatch(
      /`users` \(about 20,000,000.*SHARE.*ACCESS EXCLUSIVE/,
    );
  });

  test("before 12 there is no CONCURRENTLY, and never one for the system's", () => {
    expect(insteadOf(RULE, "REINDEX TABLE users", { major: 11 })).toBeNull();
    expect(insteadOf(RULE, "REINDEX SYSTEM app")).toBeNull();
  });

  test.each([
    ["CONCURRENTLY", "REINDEX INDEX CONCURRENTLY email_idx", { facts }],
    [
      "on a small table",
      "REINDEX INDEX email_idx",
      { facts: makeFacts([makeTable("users", { ...SMALL, indexes })]) },
    ],
    ["of an index that the target does not have", "REINDEX INDEX old_idx", { facts }],
    ["on a table of the pending set", "CREATE TABLE t (a int PRIMARY KEY); REINDEX TABLE t", {}],
  ])("nothing is said of one %s", (_, sql, situation) => {
    expect(levelsOf(RULE, sql, situation)).toEqual([]);
  });
});
