import { describe, expect, test } from "vitest";
import { hazardsOf, makeFacts, makeTable, named, SMALL } from "../../../support/hazard-values.ts";

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

  test("it is allowed with a reason, on the statement or for the file", () => {
    const [allowed] = hazardsOf(`-- migrate:allow create-index reason: nobody writes at night\n${INDEX}`);
    expect(allowed?.allowedBecause).toBe("nobody writes at night");
  });
});
