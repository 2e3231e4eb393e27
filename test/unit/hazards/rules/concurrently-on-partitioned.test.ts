import { describe, expect, test } from "vitest";
import {
  insteadOf,
  levelsOf,
  makeFacts,
  makeIndex,
  makePartitioned,
  makeTable,
} from "../../../support/hazard-values.ts";

const RULE = "concurrently-on-partitioned";
const facts = makeFacts([
  ...makePartitioned("visits", { indexes: [makeIndex("at_idx", ["at"])] }),
  makeTable("users"),
]);

describe(RULE, () => {
  test.each([
    ["an index is built", "CREATE INDEX CONCURRENTLY i ON visits (at)", { facts }],
    ["it is built ON ONLY it", "CREATE INDEX CONCURRENTLY i ON ONLY visits (at)", { facts }],
    ["an index is dropped", "DROP INDEX CONCURRENTLY at_idx", { facts }],
    [
      "the table is of the pending set",
      "CREATE TABLE v (at date) PARTITION BY RANGE (at); CREATE INDEX CONCURRENTLY i ON v (at)",
      {},
    ],
  ])("on a partitioned table it is an error where %s", (_, sql, situation) => {
    expect(levelsOf(RULE, sql, situation)).toEqual(["error"]);
  });

  test("it says how each partition gets its own", () => {
    expect(insteadOf(RULE, "CREATE INDEX CONCURRENTLY i ON visits (at)", { facts })).toMatch(
      /CREATE INDEX i ON ONLY visits \(at\);.*CONCURRENTLY visits_1_at_idx ON visits_1 \(at\);.*ATTACH PARTITION visits_2_at_idx/s,
    );
  });

  test("after a DO, that may have changed everything, it is not sure", () => {
    const sql = "DO $$BEGIN END$$; CREATE INDEX CONCURRENTLY i ON visits (at)";
    expect(levelsOf(RULE, sql, { facts })).toEqual(["high"]);
  });

  test.each([
    ["on a plain table", "CREATE INDEX CONCURRENTLY i ON users (id)"],
    ["on a partition", "CREATE INDEX CONCURRENTLY i ON visits_1 (at)"],
    ["without CONCURRENTLY", "DROP INDEX at_idx"],
  ])("nothing is said %s", (_, sql) => {
    expect(levelsOf(RULE, sql, { facts })).toEqual([]);
  });
});
