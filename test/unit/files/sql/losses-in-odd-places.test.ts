import { describe, expect, test } from "vitest";
import { lossesOf } from "../../../../src/files/sql/losses.ts";
import { splitStatements } from "../../../../src/files/sql/split-statements.ts";

const losses = (sql: string) =>
  splitStatements(sql)
    .statements.flatMap(lossesOf)
    .map(({ kind, name, column }) => `${kind} ${[...name, ...(column === null ? [] : [column])].join(".")}`);

describe("in the code of a DO each statement loses its own:", () => {
  test.each<[string, string, readonly string[]]>([
    ["a WHERE of the next spares no rows", "DELETE FROM a; UPDATE b SET c = 1 WHERE d;", ["all-rows a"]],
    ["one behind another statement has its WHERE", "PERFORM 1; DELETE FROM a WHERE b;", ["rows a"]],
    [
      "a MERGE deletes nothing where only the next does",
      "MERGE INTO a USING b ON true WHEN MATCHED THEN DO NOTHING; IF c THEN DELETE FROM d WHERE e; END IF;",
      ["rows d"],
    ],
    ["the last one may have no semicolon", "DELETE FROM a WHERE b", ["rows a"]],
    [
      "a column is that of its own table",
      "ALTER TABLE a ADD x int; ALTER TABLE b ADD y int, DROP z;",
      ["column b.z"],
    ],
    ["of an unfinished one nothing is known", "DELETE FROM; ALTER TABLE; DROP TABLE;", []],
  ])("%s", (_, body, wanted) => expect(losses(`DO $$BEGIN ${body} END$$`)).toEqual(wanted));
});

test.each<[string, readonly string[]]>([
  ["DELETE FROM notes USING users", ["rows notes"]],
  ['DELETE FROM notes "where"', ["all-rows notes"]],
  ["DELETE FROM", []],
  ["ALTER TABLE", []],
  ["ALTER DEFAULT PRIVILEGES IN SCHEMA app REVOKE TRUNCATE ON TABLES FROM u", []],
  ["ALTER TABLE a ADD x numeric(3, 2), DROP y", ["column a.y"]],
])("%s takes away %o", (sql, wanted) => expect(losses(sql)).toEqual(wanted));
