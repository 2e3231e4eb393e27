import { describe, expect, test } from "vitest";
import {
  hazardsOf,
  insteadOf,
  levelsOf,
  makeFacts,
  makePartitioned,
  makeTable,
  named,
  SMALL,
} from "../../../support/hazard-values.ts";

const INDEX = "CREATE INDEX users_email_idx ON users (email)";

describe("create-index", () => {
  test("an index on a big table is high, and says how to build it while others write", () => {
    const [hazard] = hazardsOf(INDEX, { facts: makeFacts([makeTable("users")]) });
    expect(hazard).toMatchObject({ rule: "create-index", level: "high", line: 1, column: 33 });
    expect(hazard?.message).toMatch(/`users` \(about 20,000,000 rows, 2.0 GB\).*SHARE/);
    expect(hazard?.instead).toMatch(/CREATE INDEX CONCURRENTLY users_email_idx ON users/);
  });

  test("and where nobody has asked how big the table is", () => {
    expect(named(hazardsOf(INDEX))).toEqual(["create-index high"]);
  });

  test.each([
    ["CONCURRENTLY", "CREATE INDEX CONCURRENTLY i ON users (email)", {}],
    ["on a table that is small", INDEX, { facts: makeFacts([makeTable("users", SMALL)]) }],
    ["on a table of the same file", `CREATE TABLE users (email text); ${INDEX}`, {}],
  ])("nothing is said of one built %s", (_, sql, situation) => {
    expect(named(hazardsOf(sql, situation))).toEqual([]);
  });

  test("nor of one on a table that an earlier pending file makes", () => {
    expect(named(hazardsOf(["CREATE TABLE users (email text)", INDEX]))).toEqual([]);
  });

  test("one on a partitioned table is built on each partition, which is what to do one by one", () => {
    const facts = makeFacts(makePartitioned("visits"));
    const sql = "CREATE UNIQUE INDEX at_idx ON visits (at) WHERE at IS NOT NULL";
    expect(levelsOf("create-index", sql, { facts })).toEqual(["high"]);
    expect(insteadOf("create-index", sql, { facts })).toBe(
      [
        "-- 1. in one file",
        "CREATE UNIQUE INDEX at_idx ON ONLY visits (at) WHERE at IS NOT NULL;",
        "-- 2. in a file of its own with -- migrate:no-transaction",
        "CREATE UNIQUE INDEX CONCURRENTLY visits_1_at_idx ON visits_1 (at) WHERE at IS NOT NULL;",
        "CREATE UNIQUE INDEX CONCURRENTLY visits_2_at_idx ON visits_2 (at) WHERE at IS NOT NULL;",
        "-- 3. in a later file",
        "ALTER INDEX at_idx ATTACH PARTITION visits_1_at_idx;",
        "ALTER INDEX at_idx ATTACH PARTITION visits_2_at_idx;",
      ].join("\n"),
    );
  });

  test("partitions that are small one by one are not small together", () => {
    const sizes = { rows: 9_000, sizeBytes: 900_000, totalBytes: 1_000_000 };
    const facts = makeFacts(makePartitioned("visits", sizes));
    expect(levelsOf("create-index", "CREATE INDEX ON visits (at)", { facts })).toEqual(["medium"]);
  });

  test.each([
    ["ON ONLY the partitioned table", "CREATE INDEX i ON ONLY visits (at)"],
    [
      "IF NOT EXISTS of one that is there",
      "CREATE INDEX i ON ONLY visits (at); CREATE INDEX IF NOT EXISTS i ON visits (at)",
    ],
  ])("nothing is said of one %s, which builds nothing", (_, sql) => {
    expect(levelsOf("create-index", sql, { facts: makeFacts(makePartitioned("visits")) })).toEqual([]);
  });

  test("it is allowed with a reason, on the statement or for the file", () => {
    const [allowed] = hazardsOf(`-- migrate:allow create-index reason: nobody writes at night\n${INDEX}`);
    expect(allowed?.allowedBecause).toBe("nobody writes at night");
  });
});
