import { describe, expect, test } from "vitest";
import { hazardsOf, levelsOf, makeFacts, makeTable, SMALL } from "../../../support/hazard-values.ts";

const RULE = "add-exclusion";
const ADD = "ALTER TABLE stays ADD CONSTRAINT e EXCLUDE USING gist (room WITH =, during WITH &&)";

describe(RULE, () => {
  test("its index is built while nobody can read or write, and there is no other way", () => {
    const [hazard] = hazardsOf(ADD, { facts: makeFacts([makeTable("stays")]) });
    expect(hazard).toMatchObject({ rule: RULE, level: "high", line: 1, column: 23, instead: null });
    expect(hazard?.message).toMatch(/`stays` \(about.*ACCESS EXCLUSIVE/);
    expect(levelsOf(RULE, ADD)).toEqual(["high"]);
  });

  test.each([
    ["on a small table", ADD, { facts: makeFacts([makeTable("stays", SMALL)]) }],
    ["on a table of the same file", `CREATE TABLE stays (room int, during tsrange); ${ADD}`, {}],
  ])("nothing is said of one %s", (_, sql, situation) => {
    expect(levelsOf(RULE, sql, situation)).toEqual([]);
  });
});
