import { expect, test } from "vitest";
import { mayJoin } from "../../../../src/files/large/may-join.ts";
import { splitLarge } from "../../../../src/files/large/split-large.ts";
import { type Loss, lossesOf } from "../../../../src/files/sql/losses.ts";
import { splitStatements } from "../../../../src/files/sql/split-statements.ts";
import type { Statement } from "../../../../src/files/sql/statement.ts";
import { sourceOf } from "../large/source-of.ts";

/** `kind name.of.it` or `column table.column` of each loss in `sql`. */
const losses = (sql: string) =>
  splitStatements(sql)
    .statements.flatMap(lossesOf)
    .map(({ kind, name, column }) => `${kind} ${[...name, ...(column === null ? [] : [column])].join(".")}`);

test.each([
  ["DROP TABLE notes", ["table notes"]],
  ['drop table if exists app."Notes", b, c cascade', ["table app.Notes", "table b", "table c"]],
  ["DROP SCHEMA IF EXISTS app, other CASCADE", ["schema app", "schema other"]],
  ["TRUNCATE notes", ["all-rows notes"]],
  ["TRUNCATE TABLE ONLY a, ONLY b *, c RESTART IDENTITY", ["all-rows a", "all-rows b", "all-rows c"]],
  ["DELETE FROM notes", ["all-rows notes"]],
  ["DELETE FROM ONLY notes n WHERE n.id = 1", ["rows notes"]],
  ["DELETE FROM notes USING users WHERE TRUE", ["rows notes"]],
  ["WITH gone AS (DELETE FROM notes WHERE id = 1 RETURNING *) SELECT * FROM gone", ["rows notes"]],
  ["MERGE INTO ONLY app.notes n USING old o ON o.id = n.id WHEN MATCHED THEN DELETE", ["rows app.notes"]],
  [
    "WITH o AS (SELECT 1) MERGE INTO a USING o ON true WHEN MATCHED AND b THEN DELETE RETURNING 1",
    ["rows a"],
  ],
  ["(WITH gone AS (DELETE FROM notes RETURNING *) SELECT * FROM gone)", ["all-rows notes"]],
  ["((/* a */ WITH gone AS (DELETE FROM notes RETURNING *) SELECT 1) LIMIT 1)", ["all-rows notes"]],
  ["ALTER TABLE notes DROP COLUMN IF EXISTS author CASCADE", ["column notes.author"]],
  ["ALTER TABLE ONLY a.notes DROP author", ["column a.notes.author"]],
  ["ALTER TABLE notes *", []],
  [
    'ALTER TABLE notes ADD x numeric(3, 2), DROP COLUMN a, DROP CONSTRAINT c, DROP "constraint", ALTER b DROP NOT NULL',
    ["column notes.a", "column notes.constraint"],
  ],
  [
    "DO $$ BEGIN IF true THEN DROP TABLE notes; DELETE FROM b; END IF; ALTER TABLE c DROP COLUMN d; END $$",
    ["table notes", "all-rows b", "column c.d"],
  ],
  ["/* gone */ DROP TABLE notes", ["table notes"]],
])("%s takes away %o", (sql, wanted) => {
  expect(losses(sql)).toEqual(wanted);
});

test.each([
  "DROP INDEX notes_idx",
  "DROP VIEW v",
  "DROP TABLE",
  "CREATE TABLE t (id int REFERENCES u ON DELETE CASCADE)",
  "MERGE INTO t USING u ON true WHEN MATCHED THEN UPDATE SET delete = 1",
  "MERGE INTO",
  "INSERT INTO t VALUES ('DROP TABLE notes')",
  "SELECT 'DELETE FROM notes'",
  "CREATE TRIGGER t AFTER DELETE OR TRUNCATE ON notes EXECUTE FUNCTION f()",
  "REVOKE TRUNCATE ON notes FROM u",
  "ALTER TABLE notes ALTER COLUMN a DROP DEFAULT",
  "ALTER TABLE notes ADD CONSTRAINT c CHECK (f(1, drop_column) > 0)",
  "ALTER TABLE notes ADD CONSTRAINT c CHECK (f(1, drop IS NULL))",
])("%s takes nothing away", (sql) => {
  expect(losses(sql)).toEqual([]);
});

test("the tokens of a statement that takes nothing away are not made: those of a large INSERT take many times its size", () => {
  const sql = "INSERT INTO t VALUES ('; DROP TABLE notes')";
  const place = { offset: 0, line: 1, column: 1 };
  const insert: Statement = {
    ...{ sql, head: sql, size: sql.length, count: 1, ...place, copyData: null },
    get tokens(): never {
      throw new Error("The tokens were asked for.");
    },
  };
  expect(lossesOf(insert)).toEqual([]);
});

test.each<[string, string, readonly Loss[]]>([
  [
    "loses what each of its statements does",
    "DELETE FROM b WHERE id = 1;MERGE INTO c USING d ON true WHEN MATCHED THEN DELETE;WITH c AS (DELETE FROM d) SELECT 1;",
    [
      { kind: "rows", name: ["b"], column: null },
      { kind: "rows", name: ["c"], column: null },
      { kind: "all-rows", name: ["d"], column: null },
    ],
  ],
  ["that deletes nothing loses nothing", "INSERT INTO a VALUES (1);INSERT INTO a VALUES (2);SELECT 1;", []],
  [
    "that only speaks of it loses nothing",
    "INSERT INTO a VALUES (1);INSERT INTO a VALUES ('DELETE FROM x');SELECT 1;",
    [],
  ],
])("a run of a large file %s", (_, text, wanted) => {
  const cut = {
    windowBytes: 200,
    statementBytes: 1_000_000,
    runBytes: 200,
    mayJoin: mayJoin({ schema: "public", table: "schema_migrations" }),
  };
  const { statements } = splitLarge(sourceOf(text), cut);
  expect(statements.map(({ count }) => count)).toEqual([3]);
  expect(statements.flatMap(lossesOf)).toEqual(wanted);
});
