import { describe, expect, test } from "vitest";
import {
  hazardsOf,
  levelsOf,
  makeConstraint,
  makeFacts,
  makeTable,
  SMALL,
} from "../../../support/hazard-values.ts";

const RULE = "enforce-constraint";
const ENFORCE = "ALTER TABLE tasks ALTER CONSTRAINT fk ENFORCED";
const key = makeConstraint("fk", "foreign-key", ["user_id"], {
  isEnforced: false,
  isValid: false,
  references: { schema: "public", name: "users", columns: ["id"] },
});
const facts = makeFacts([makeTable("tasks", { constraints: [key] }), makeTable("users")]);

describe(RULE, () => {
  test("each row is looked up under ACCESS EXCLUSIVE; a second key that is NOT VALID spares that", () => {
    const [hazard] = hazardsOf(ENFORCE, { facts });
    expect(hazard).toMatchObject({ rule: RULE, level: "high" });
    expect(hazard?.message).toMatch(/`tasks` \(.*`users`.*ACCESS EXCLUSIVE.*SHARE ROW EXCLUSIVE/);
    expect(hazard?.instead).toBe(
      [
        "-- 1. in one file",
        "ALTER TABLE tasks ADD CONSTRAINT fk_enforced FOREIGN KEY (user_id) REFERENCES public.users (id) NOT VALID;",
        "-- 2. in a later file",
        "ALTER TABLE tasks VALIDATE CONSTRAINT fk_enforced;",
        "-- 3. in a later file",
        "ALTER TABLE tasks DROP CONSTRAINT fk;",
      ].join("\n"),
    );
    expect(levelsOf(RULE, ENFORCE)).toEqual(["high"]);
  });

  test.each([
    ["NOT ENFORCED", ENFORCE.replace("ENFORCED", "NOT ENFORCED"), { facts }],
    ["DEFERRABLE", ENFORCE.replace("ENFORCED", "DEFERRABLE"), { facts }],
    [
      "of a small table",
      ENFORCE,
      { facts: makeFacts([makeTable("tasks", { constraints: [key], ...SMALL })]) },
    ],
    [
      "of one that is enforced already",
      ENFORCE,
      {
        facts: makeFacts([
          makeTable("tasks", { constraints: [{ ...key, isEnforced: true, isValid: true }] }),
        ]),
      },
    ],
  ])("nothing is said of one %s", (_, sql, situation) => {
    expect(levelsOf(RULE, sql, situation)).toEqual([]);
  });
});
