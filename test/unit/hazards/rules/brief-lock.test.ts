import { describe, expect, test } from "vitest";
import { makeTable, SMALL } from "../../../support/hazard-values.ts";
import { levelsOf, makeUsers, ofRule, type RuleCase, target, UNASKED } from "../../../support/rule-cases.ts";

const BRIEF = [
  ["row security", "ALTER TABLE users ENABLE ROW LEVEL SECURITY"],
  ["a policy", "CREATE POLICY p ON users USING (true)"],
  ["a policy that is dropped", "DROP POLICY p ON users"],
  ["a rule", "CREATE RULE r AS ON DELETE TO users DO INSTEAD NOTHING"],
  ["an owner", "ALTER TABLE users OWNER TO app"],
  ["a replica identity", "ALTER TABLE users REPLICA IDENTITY FULL"],
  ["storage", "ALTER TABLE users ALTER COLUMN email SET STORAGE EXTERNAL"],
  ["a trigger", "CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION f()"],
  ["a trigger that is dropped", "DROP TRIGGER t ON users"],
  ["triggers that are switched off", "ALTER TABLE users DISABLE TRIGGER ALL"],
  ["a generated column that becomes a plain one", "ALTER TABLE users ALTER COLUMN email DROP EXPRESSION"],
] as const;

const view = makeTable("v", { kind: "view" });
const REPLACE = "CREATE OR REPLACE VIEW v AS SELECT 1 AS id";

const CASES: readonly RuleCase[] = [
  ...BRIEF.flatMap(([title, sql]): readonly RuleCase[] => [
    [`${title} of a big table`, sql, target([makeUsers()]), ["info"]],
    [`${title} where nobody was asked`, sql, UNASKED, ["info"]],
    [`${title} of a small table is no matter`, sql, target([makeUsers(SMALL)]), []],
    [`${title} of a table of the same set neither`, ["CREATE TABLE users (email text)", sql], target([]), []],
  ]),
  [
    "of several clauses it is said once",
    "ALTER TABLE users ENABLE ROW LEVEL SECURITY, OWNER TO app",
    UNASKED,
    ["info"],
  ],
  ["a view that is replaced is locked", REPLACE, target([view]), ["info"]],
  ["one that is new is not", REPLACE, target([]), []],
  ["nor is one that nobody knows to be there", REPLACE, UNASKED, []],
  [
    "statistics, fillfactor and comments lock out nobody",
    "ALTER TABLE users ALTER email SET STATISTICS 100, SET (fillfactor=70); COMMENT ON TABLE users IS 'x'",
    UNASKED,
    [],
  ],
  ["drops of tables have rules of their own", "DROP TABLE users", UNASKED, []],
];

describe("brief-lock", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("brief-lock", one)).toEqual(one[3]);
  });

  test.each([
    [
      "CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION f()",
      /nobody writes to `users`: SHARE ROW EXCLUSIVE/,
    ],
    ["DROP TRIGGER t ON users", /nobody reads or writes `users`: ACCESS EXCLUSIVE/],
    ["ALTER TABLE users ENABLE ROW LEVEL SECURITY", /see the rows that a policy lets them see/],
  ])("it says what stops, and what changes for code: %s", (sql, said) => {
    expect(ofRule("brief-lock", sql)[0]?.message).toMatch(said);
  });
});
