import { describe, expect, test } from "vitest";
import {
  levelsOf,
  makeUsers,
  NEVER_USED,
  ofRule,
  type RuleCase,
  target,
  UNASKED,
} from "../../../support/rule-cases.ts";

const RENAME = "ALTER TABLE users RENAME TO accounts";
const STAND_IN = "CREATE VIEW users AS SELECT * FROM accounts";

const CASES: readonly RuleCase[] = [
  ["code that names it fails", RENAME, target([makeUsers()]), ["medium"]],
  ["also where nobody was asked", RENAME, UNASKED, ["medium"]],
  ["a view is named by code too", "ALTER VIEW v RENAME TO w", UNASKED, ["medium"]],
  ["of what nobody uses nobody notices", RENAME, target([makeUsers({ use: NEVER_USED })]), ["info"]],
  [
    "a view of the old name in the same transaction stands in",
    `${RENAME}; ${STAND_IN}`,
    target([makeUsers()]),
    [],
  ],
  ["one in another comes too late", [RENAME, STAND_IN], target([makeUsers()]), ["medium"]],
  [
    "one of another name is none",
    `${RENAME}; CREATE VIEW people AS SELECT * FROM accounts`,
    UNASKED,
    ["medium"],
  ],
  ["a table of the same set is nobody's", ["CREATE TABLE users (id int)", RENAME], target([]), []],
  ["an index is no table", "ALTER INDEX a RENAME TO b", UNASKED, []],
];

describe("rename-table", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("rename-table", one)).toEqual(one[3]);
  });

  test("the view asks for the caller's rights where the server knows how", () => {
    const old = { ...target([makeUsers()]), major: 14 };
    expect(ofRule("rename-table", RENAME, old)[0]?.instead).toContain(
      "CREATE VIEW users AS SELECT * FROM accounts;",
    );
    expect(ofRule("rename-table", RENAME, { ...old, major: 15 })[0]?.instead).toContain(
      "CREATE VIEW users WITH (security_invoker = true) AS",
    );
  });
});
