import { describe, expect, test } from "vitest";
import { constantsIn } from "../../../src/syntax/constants-in.ts";
import { parse } from "../../support/hazard-values.ts";

describe("constants", () => {
  test.each([
    ["SELECT 0, 1, 1.5, 'a', '', true, false, x", ["0", "1", "1.5", "a", "", "true", "false"]],
    ["SELECT x WHERE a >= '2026-01-01'::date AND b IN (1, 2)", ["2026-01-01", "1", "2"]],
  ])("each is a text, in the order of the tree: %s", (sql, expected) => {
    expect([...constantsIn(parse(sql))].sort()).toEqual([...expected].sort());
  });
});
