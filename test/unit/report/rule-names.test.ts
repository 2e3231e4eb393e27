import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { RULE_NAMES } from "../../../src/hazards/rules.ts";
import { makeReport } from "./make-report.ts";

const CASES = readdirSync(join(import.meta.dirname, "../../fixtures/report"));

test.each(CASES)(
  "the report %s names only rules that there are, so that each link leads to an entry",
  (name) => {
    const rules =
      makeReport(name).plan?.steps.flatMap(({ hazards }) => hazards.map(({ rule }) => rule)) ?? [];
    expect(rules.filter((rule) => !RULE_NAMES.has(rule))).toEqual([]);
  },
);
