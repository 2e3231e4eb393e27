import { describe, expect, test } from "vitest";
import { driftLevel, driftNeed, nameDifferences } from "../../../src/gate/drift-need.ts";
import type { Rehearsal } from "../../../src/rehearsal/rehearsal.ts";
import { parsed } from "../inputs/support.ts";

test.each<[string, readonly string[] | null, "medium" | null]>([
  ["that is not known has no level", null, null],
  ["that is looked for and not there has none", [], null],
  ["of one difference is medium", ["table a is missing"], "medium"],
])("drift %s", (_, drift, level) => {
  expect(driftLevel(drift)).toBe(level);
});

test.each<[readonly string[], string]>([
  [["a"], "a"],
  [["a", "b", "c"], "a; b; c"],
  [["a", "b", "c", "d"], "a; b; c; and 1 more"],
  [["a", "b", "c", "d", "e"], "a; b; c; and 2 more"],
])("the differences %o are named as %s", (drift, said) => {
  expect(nameDifferences(drift)).toBe(said);
});

describe("drift that stops a run", () => {
  const needOf = (values: Record<string, string>, drift: readonly string[]) =>
    driftNeed({ inputs: parsed({ "fail-on": "medium", ...values }), rehearsal: { drift } as Rehearsal });

  test("is named, with what to do", () => {
    const need = needOf({}, ["table a is missing", "index b is not there"]);
    expect(need?.code).toBe("DRIFT");
    expect(need?.message).toContain("make: table a is missing; index b is not there.");
    expect(need?.hint).toContain("`fail-on: high`");
  });

  test("is not a baseline's, which has a need of its own for it", () => {
    expect(needOf({ command: "baseline", target: "1" }, ["table a is missing"])).toBeNull();
  });
});
