import { describe, expect, test } from "vitest";
import { hazardsOf, insteadOf } from "../../support/hazard-values.ts";
import { filesOf, UNSAFE, UNSAFE_FACTS } from "../../support/unsafe-statements.ts";

const RULES = new Set(UNSAFE.map(([rule]) => rule));

describe("what is said to be written instead", () => {
  const cases = [11, 17, 18].flatMap((major) =>
    UNSAFE.filter(([, , since]) => since <= major).map(([rule, sql]) => ({ rule, sql, major })),
  );

  test.each(cases)("$major $rule: instead of $sql is itself found safe", ({ rule, sql, major }) => {
    const situation = { facts: UNSAFE_FACTS, major };
    const instead = insteadOf(rule, sql, situation);
    const files = filesOf(instead ?? "");
    const grave = hazardsOf(files, situation).filter(
      (hazard) => RULES.has(hazard.rule) && (hazard.level === "high" || hazard.level === "error"),
    );
    expect(instead).toBeTypeOf("string");
    expect(grave).toEqual([]);
  });
});
