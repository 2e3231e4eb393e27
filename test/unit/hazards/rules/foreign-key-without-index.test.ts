import { describe, expect, test } from "vitest";
import {
  hazardsOf,
  levelsOf,
  makeConstraint,
  makeFacts,
  makeIndex,
  makePartitioned,
  makeTable,
  SMALL,
} from "../../../support/hazard-values.ts";

const RULE = "foreign-key-without-index";
const TABLE = "CREATE TABLE tasks (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id))";
const KEY = "ALTER TABLE tasks ADD CONSTRAINT k FOREIGN KEY (a, b) REFERENCES users (a, b) NOT VALID";
const having = (...columns: string[]) => ({
  facts: makeFacts([makeTable("tasks", { indexes: [makeIndex("i", columns)] }), makeTable("users")]),
});

describe(RULE, () => {
  test("a new table's foreign key has no index: worth knowing, at its clause", () => {
    const [hazard] = hazardsOf(TABLE);
    expect(hazard).toMatchObject({ rule: RULE, level: "info", line: 1, column: 59 });
    expect(hazard?.instead).toBe("CREATE INDEX tasks_user_id_idx ON tasks (user_id);");
  });

  test.each([
    ["that the target has", KEY, having("id")],
    ["whose index does not begin with it", KEY, having("a", "c", "b")],
    ["on which a table constraint is", "CREATE TABLE t (a int, FOREIGN KEY (a) REFERENCES users)", {}],
    ["of the pending set", ["CREATE TABLE tasks (a int, b int)", KEY], {}],
    ["with a new column", "ALTER TABLE tasks ADD COLUMN u bigint REFERENCES users", having("id")],
    ["whose index came and went", [KEY.replace("ADD", "ADD UNIQUE (a), ADD")], having("b")],
  ])("so it is of a table %s", (_, sql, situation) => {
    expect(levelsOf(RULE, sql, situation)).toEqual(["info"]);
  });

  test("a big table's index is to be built CONCURRENTLY, a partitioned one's on each partition", () => {
    expect(hazardsOf(KEY, having("id")).find(({ rule }) => rule === RULE)?.instead).toContain(
      "CREATE INDEX CONCURRENTLY tasks_a_b_idx ON tasks (a, b);",
    );
    const facts = makeFacts([...makePartitioned("tasks"), makeTable("users")]);
    expect(hazardsOf(KEY, { facts }).find(({ rule }) => rule === RULE)?.instead).toContain(
      "CREATE INDEX tasks_a_b_idx ON ONLY tasks (a, b);",
    );
  });

  test.each([
    ["an index begins with its columns", KEY, having("a", "b", "c")],
    ["in whatever order", KEY, having("b", "a")],
    ["a later statement builds it", `${TABLE}; CREATE INDEX ON tasks (user_id, id)`, {}],
    ["a later file builds it", [TABLE, "SELECT 1", "CREATE INDEX ON public.tasks (user_id)"], {}],
    ["a later constraint builds it", [TABLE, "ALTER TABLE tasks ADD UNIQUE (user_id)"], {}],
    ["it is the primary key", "CREATE TABLE t (user_id bigint PRIMARY KEY REFERENCES users)", {}],
    ["a key begins with it", "CREATE TABLE t (a int REFERENCES users, b int, PRIMARY KEY (a, b))", {}],
    [
      "the new column is unique",
      "ALTER TABLE tasks ADD COLUMN u bigint UNIQUE REFERENCES users",
      having("id"),
    ],
    ["the table is small", KEY, { facts: makeFacts([makeTable("tasks", SMALL), makeTable("users")]) }],
    ["nobody has asked about the table", KEY, {}],
    [
      "the table is a partition, which has its parent's",
      "CREATE TABLE t PARTITION OF p (FOREIGN KEY (a) REFERENCES users) DEFAULT",
      {},
    ],
    ["the table is temporary", TABLE.replace("CREATE", "CREATE TEMP"), {}],
    ["it is not enforced", `${KEY.replace("NOT VALID", "NOT ENFORCED")}`, having("id")],
    [
      "the table is there already",
      TABLE.replace("TABLE", "TABLE IF NOT EXISTS"),
      { facts: makeFacts([makeTable("tasks", { constraints: [makeConstraint("x", "check", [])] })]) },
    ],
  ])("nothing is said where %s", (_, sql, situation) => {
    expect(levelsOf(RULE, sql, situation)).toEqual([]);
  });
});
