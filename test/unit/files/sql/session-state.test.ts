import { describe, expect, test } from "vitest";
import { madeForSession, setsSession } from "../../../../src/files/sql/session-state.ts";
import { splitStatements } from "../../../../src/files/sql/split-statements.ts";

describe("sets something of its session that lasts", () => {
  const sets = (sql: string) => splitStatements(sql).statements.map(setsSession);

  test.each([
    "SET search_path = app",
    "set session lock_timeout to '5s'",
    "SET ROLE r",
    "RESET ALL",
    "PREPARE p AS SELECT 1",
    "DEALLOCATE p",
    "LOAD 'auto_explain'",
    "DISCARD TEMP",
    "SELECT pg_catalog.set_config('search_path', '', false)",
    "select set_config('search_path', '', FALSE)",
  ])("%s", (sql) => expect(sets(sql)).toEqual([true]));

  test.each([
    "SET LOCAL lock_timeout = '5s'",
    "SET TRANSACTION READ ONLY",
    "SET CONSTRAINTS ALL DEFERRED",
    "PREPARE TRANSACTION 'a'",
    "SELECT 1",
    "SELECT set_config('search_path', '', true)",
    "SELECT set_config('search_path', path, false)",
    "SELECT set_config('search_path', '', false), f()",
    "SELECT app.set_config('search_path', '', false)",
    "SELECT pg_catalog, set_config('search_path', '', false)",
    "CALL set_config('search_path', '', false)",
    "VALUES ('search_path', '', false)",
    "UPDATE t SET a = 1",
    "COPY t FROM STDIN;\n1\n\\.\n",
  ])("not %s", (sql) => expect(sets(sql)).toEqual([false]));
});

test.each([
  ["CREATE TEMP TABLE t ()", "temporary objects"],
  ["create or replace temporary view v as select 1", "temporary objects"],
  ["CREATE LOCAL TEMP TABLE t ()", "temporary objects"],
  ["CREATE GLOBAL TEMPORARY TABLE t ()", "temporary objects"],
  ["CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "temporary objects"],
  ["SELECT 1 INTO TEMP t", "temporary objects"],
  ["WITH a AS (SELECT 1) SELECT * INTO LOCAL TEMPORARY TABLE t FROM a", "temporary objects"],
  ["DECLARE c CURSOR WITH HOLD FOR SELECT 1", "open cursors"],
  ["SELECT pg_advisory_lock(1)", "locks"],
  ["SELECT pg_catalog.pg_try_advisory_lock_shared(1)", "locks"],
  ["CREATE TABLE temp ()", null],
  ["CREATE FUNCTION f() RETURNS int SET search_path = app, pg_temp LANGUAGE sql AS 'SELECT 1'", null],
  ["DROP TABLE pg_temp.t", null],
  ["SELECT 1 INTO t", null],
  ["INSERT INTO temp SELECT 1", null],
  ["DECLARE c CURSOR FOR SELECT 1", null],
  ["SELECT pg_advisory_xact_lock(1)", null],
  ["SELECT my_pg_advisory_lock(1), pg_advisory_lock_count(1)", null],
  ["SELECT 'pg_advisory_lock'", null],
])("of %s the session has: %s", (sql, made) => {
  expect(splitStatements(sql).statements.map(madeForSession)).toEqual([made]);
});
