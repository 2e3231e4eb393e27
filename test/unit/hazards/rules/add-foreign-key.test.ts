import { describe, expect, test } from "vitest";
import {
  hazardsOf,
  insteadOf,
  levelsOf,
  makeConstraint,
  makeFacts,
  makePartitioned,
  makeTable,
  SMALL,
} from "../../../support/hazard-values.ts";

const RULE = "add-foreign-key";
const KEY = "ALTER TABLE tasks ADD FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL";
const big = makeFacts([makeTable("tasks"), makeTable("users")]);
const EMPTY = { rows: 0, sizeBytes: 0, totalBytes: 8_192 } as const;

describe(RULE, () => {
  test("a foreign key of a big table blocks writes to both, and says how it does not", () => {
    const [hazard] = hazardsOf(KEY, { facts: big });
    expect(hazard).toMatchObject({ rule: RULE, level: "high", line: 1, column: 23 });
    expect(hazard?.message).toMatch(/`tasks` \(.*`users` \(.*SHARE ROW EXCLUSIVE on both/);
    expect(hazard?.instead).toBe(
      [
        "-- 1. in one file",
        "ALTER TABLE tasks ADD CONSTRAINT tasks_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL NOT VALID;",
        "-- 2. in a later file",
        "ALTER TABLE tasks VALIDATE CONSTRAINT tasks_user_id_fkey;",
      ].join("\n"),
    );
  });

  test("and where nobody has asked how big they are", () => {
    expect(levelsOf(RULE, KEY)).toEqual(["high"]);
  });

  test("of a small table that references a big one it is medium: writes to that wait too", () => {
    const facts = makeFacts([makeTable("tasks", SMALL), makeTable("users")]);
    expect(levelsOf(RULE, KEY, { facts })).toEqual(["medium"]);
  });

  test("before 18 a partitioned table refuses one that is NOT VALID, and has its partitions' taken over", () => {
    const facts = makeFacts([...makePartitioned("visits"), makeTable("users")]);
    const key = "ALTER TABLE visits ADD CONSTRAINT k FOREIGN KEY (user_id) REFERENCES users";
    expect(levelsOf(RULE, `${key} NOT VALID`, { facts, major: 17 })).toEqual(["error"]);
    expect(levelsOf(RULE, `${key} NOT VALID`, { facts, major: 18 })).toEqual([]);
    const byPartition =
      /ALTER TABLE visits_1 ADD CONSTRAINT k FOREIGN KEY .* NOT VALID;.*ALTER TABLE visits_2 VALIDATE CONSTRAINT k;.*ALTER TABLE visits ADD CONSTRAINT k FOREIGN KEY \(user_id\) REFERENCES users;$/s;
    expect(insteadOf(RULE, `${key} NOT VALID`, { facts, major: 17 })).toMatch(byPartition);
    expect(insteadOf(RULE, key, { facts, major: 17 })).toMatch(byPartition);
    expect(insteadOf(RULE, key, { facts, major: 18 })).toMatch(
      /ALTER TABLE visits ADD CONSTRAINT k .* NOT VALID;/,
    );
  });

  test("a parent takes over what its partitions have, and reads nothing; not another key, nor one that is not valid", () => {
    const references = { schema: "public", name: "users", columns: ["id"] };
    const has = (values: object) => {
      const [parent, ...partitions] = makePartitioned("visits");
      const key = { ...makeConstraint("k", "foreign-key", ["user_id"], { references }), ...values };
      const all = partitions.map((one) => ({ ...one, constraints: [key] }));
      return { facts: makeFacts([...(parent === undefined ? [] : [parent]), ...all, makeTable("users")]) };
    };
    const key = "ALTER TABLE visits ADD FOREIGN KEY (user_id) REFERENCES users";
    expect(levelsOf(RULE, key, has({}))).toEqual([]);
    expect(levelsOf(RULE, key, has({ isValid: false }))).toEqual(["high"]);
    expect(levelsOf(RULE, key, has({ columns: ["team_id"] }))).toEqual(["high"]);
    expect(levelsOf(RULE, key, has({ references: { ...references, name: "teams" } }))).toEqual(["high"]);
  });

  test.each([
    ["that is NOT VALID", `${KEY} NOT VALID`, { facts: big }],
    ["that is NOT ENFORCED", `${KEY} NOT ENFORCED`, { facts: big }],
    [
      "between small tables",
      KEY,
      { facts: makeFacts([makeTable("tasks", SMALL), makeTable("users", SMALL)]) },
    ],
    ["of an empty table", KEY, { facts: makeFacts([makeTable("tasks", EMPTY), makeTable("users")]) }],
    ["of a table of the same file", `CREATE TABLE tasks (user_id int); ${KEY}`, { facts: big }],
    ["in a new table", "CREATE TABLE notes (user_id int REFERENCES users)", { facts: big }],
  ])("nothing is said of one %s", (_, sql, situation) => {
    expect(levelsOf(RULE, sql, situation)).toEqual([]);
  });
});
