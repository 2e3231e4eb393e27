import { describe, expect, test } from "vitest";
import { splitStatements } from "../../../../src/files/sql/split-statements.ts";
import type { Statement } from "../../../../src/files/sql/statement.ts";
import { filledBy } from "../../../../src/rehearsal/trace/repeats.ts";
import { isVisibleWithin, sightOf } from "../../../../src/rehearsal/trace/sight.ts";

function statementOf(sql: string): Statement {
  const [statement] = splitStatements(sql).statements;
  if (statement === undefined) throw new Error(`${sql} is no statement.`);
  return statement;
}

describe("what runs alone is put into a transaction to be watched only where that changes nothing", () => {
  test.for([
    ["ALTER TABLE t ADD COLUMN a int", "alone"],
    ["SELECT 1", "alone"],
    ["WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a", "alone"],
    ["ANALYZE t", "alone"],
    ["REFRESH MATERIALIZED VIEW CONCURRENTLY m", "alone"],
    ["DO 'BEGIN PERFORM 1; END'", "alone"],
    ["DO 'BEGIN COMMIT; END'", "outside"],
    ["CREATE INDEX CONCURRENTLY i ON t (a)", "outside"],
    ["SET work_mem = '1MB'", "setting"],
    ["RESET ALL", "setting"],
    ["CALL p()", "nowhere"],
    ["CREATE EXTENSION x", "nowhere"],
    // Alone it fails; in a transaction of ours it would not.
    ["LOCK TABLE t", "nowhere"],
    ["DECLARE c CURSOR FOR SELECT 1", "nowhere"],
  ] as const)("%s: %s", ([sql, sight]) => {
    expect(sightOf(statementOf(sql))).toBe(sight);
  });

  test("what begins, ends or cuts a transaction is not looked at", () => {
    const controls = ["BEGIN", "COMMIT", "SAVEPOINT a", "ROLLBACK TO a", "SET TRANSACTION READ ONLY"];
    expect(controls.map((sql) => isVisibleWithin(statementOf(sql)))).toEqual(controls.map(() => false));
    expect(isVisibleWithin(statementOf("SET LOCAL work_mem = '1MB'"))).toBe(true);
  });
});

test("only rows that are written out fill a table the same way each time", () => {
  const one = filledBy(statementOf("INSERT INTO a.t (x, y) VALUES (1, 2)"));
  expect(one).not.toBeNull();
  expect(filledBy(statementOf("insert into a.t values (3)"))).toBe(one);
  expect(filledBy(statementOf("INSERT INTO t VALUES (1)"))).not.toBe(one);
  expect(filledBy(statementOf("COPY t (a) FROM stdin;\n1\n\\.\n"))).not.toBeNull();
  const others = ["INSERT INTO t SELECT 1", "COPY t TO stdout", "UPDATE t SET a = 1", "SELECT 1"];
  expect(others.map((sql) => filledBy(statementOf(sql)))).toEqual([null, null, null, null]);
});
