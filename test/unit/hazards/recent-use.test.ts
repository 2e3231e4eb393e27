import { describe, expect, test } from "vitest";
import type { CatalogRelation } from "../../../src/database/catalog-facts.ts";
import { describeUse, levelByUse } from "../../../src/hazards/recent-use.ts";
import { SchemaState } from "../../../src/hazards/schema-state.ts";
import { makeFacts, parse } from "../../support/hazard-values.ts";
import { makeEvents, makeUsers, NEVER_USED, USED } from "../../support/rule-cases.ts";

const schemaOf = (relations: readonly CatalogRelation[], useSince: string | null = "2026-11-01T10:00:00Z") =>
  new SchemaState(makeFacts(relations, { useSince }), parse);
const users = { schema: null, name: "users" };

describe("recent use", () => {
  test.each([
    [USED, "2026-11-01T10:00:00Z", "read 1,203 times, and 12 rows were written, since 2026-11-01"],
    [USED, null, "read 1,203 times, and 12 rows were written, since the server began to count"],
    [
      { ...NEVER_USED, seqScans: 1, deleted: 1 },
      null,
      "read once, and 1 row was written, since the server began to count",
    ],
    [NEVER_USED, "2026-11-01T10:00:00Z", "neither read nor written since 2026-11-01"],
    [null, null, null],
  ])("it is told in words: %o, %s", (use, since, words) => {
    const schema = schemaOf([makeUsers({ use })], since);
    expect(describeUse(schema.relation(users), schema)).toBe(words);
  });

  test("a partitioned table is used as its partitions are", () => {
    const schema = schemaOf(makeEvents("values"));
    expect(describeUse(schema.relation({ schema: null, name: "events" }), schema)).toMatch(
      /read 2,406 times/,
    );
  });

  test.each([
    [USED, "medium"],
    [NEVER_USED, "info"],
    [{ ...NEVER_USED, indexScans: 1 }, "medium"],
    [{ ...NEVER_USED, inserted: 1 }, "medium"],
    [null, "medium"],
  ] as const)("to break code that uses it is as grave as it is used: %o", (use, level) => {
    const schema = schemaOf([makeUsers({ use })]);
    expect(levelByUse(schema.relation(users), schema)).toBe(level);
  });
});
