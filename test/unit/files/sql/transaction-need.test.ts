import { describe, expect, test } from "vitest";
import { splitStatements } from "../../../../src/files/sql/split-statements.ts";
import { isPlainChange, transactionNeed } from "../../../../src/files/sql/transaction-need.ts";

const needsOf = (sql: string) => splitStatements(sql).statements.map(transactionNeed);

describe("the server refuses these inside a transaction block", () => {
  test.each([
    "CREATE INDEX CONCURRENTLY i ON t (a)",
    "create unique index concurrently if not exists i on t (a)",
    "CREATE INDEX /* now */ CONCURRENTLY ON t (a)",
    "DROP INDEX CONCURRENTLY IF EXISTS i",
    "REINDEX INDEX CONCURRENTLY i",
    "REINDEX TABLE CONCURRENTLY s.t",
    "REINDEX (VERBOSE, CONCURRENTLY) TABLE t",
    "REINDEX (CONCURRENTLY TRUE, VERBOSE) INDEX i",
    "REINDEX (VERBOSE) TABLE CONCURRENTLY t",
    "REINDEX SCHEMA s",
    "REINDEX DATABASE d",
    "REINDEX (VERBOSE) SYSTEM d",
    "ALTER TABLE t DETACH PARTITION p CONCURRENTLY",
    'ALTER TABLE IF EXISTS ONLY "d"."s"."t" DETACH PARTITION "d"."s"."p" CONCURRENTLY',
    "VACUUM",
    "VACUUM (ANALYZE) t",
    "ALTER SYSTEM SET work_mem = '1MB'",
    "CREATE DATABASE d",
    "DROP DATABASE IF EXISTS d",
    "CREATE TABLESPACE s LOCATION '/x'",
    "DROP TABLESPACE s",
    "ALTER DATABASE d SET TABLESPACE s",
    "CLUSTER",
    "CLUSTER VERBOSE",
    "CLUSTER (VERBOSE)",
    "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p",
    "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (create_slot = true)",
    "CREATE SUBSCRIPTION s CONNECTION 'create_slot=false' PUBLICATION p WITH (enabled = false)",
    "DROP SUBSCRIPTION s",
    "ALTER SUBSCRIPTION s REFRESH PUBLICATION",
    "ALTER SUBSCRIPTION s SET PUBLICATION p",
    "ALTER SUBSCRIPTION s ADD PUBLICATION p WITH (copy_data = false)",
    "COMMIT PREPARED 'x'",
    "ROLLBACK PREPARED 'x'",
    "DISCARD ALL",
    "DO $$ BEGIN COMMIT; END $$",
    "DO LANGUAGE plpgsql 'BEGIN LOOP PERFORM 1; IF true THEN COMMIT; EXIT; END IF; END LOOP; END'",
    "DO $$ BEGIN IF true THEN ROLLBACK AND CHAIN; END IF; END $$ LANGUAGE 'plpgsql'",
  ])("%s", (sql) => expect(needsOf(sql)).toEqual(["outside"]));
});

describe("the server takes these inside one", () => {
  test.each([
    "CREATE INDEX i ON t (a)",
    'CREATE INDEX "concurrently" ON t (a)',
    "CREATE INDEX i ON t (a) WHERE b = 'CONCURRENTLY'",
    "DROP INDEX i",
    "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
    "REINDEX TABLE t",
    "REINDEX (CONCURRENTLY FALSE) TABLE t",
    'REINDEX TABLE "concurrently"',
    "ALTER TABLE t DETACH PARTITION p",
    'ALTER TABLE t DETACH PARTITION "concurrently"',
    "ALTER TABLE t DETACH PARTITION p FINALIZE",
    "ALTER TABLE t ADD COLUMN concurrently_made boolean",
    "ANALYZE t",
    "CLUSTER t USING i",
    "CLUSTER VERBOSE t",
    "ALTER DATABASE d SET work_mem = '1MB'",
    "ALTER DATABASE d SET default_tablespace = 's'",
    "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect = false)",
    "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (create_slot = false, slot_name = NONE)",
    "ALTER SUBSCRIPTION s SET PUBLICATION p WITH (refresh = false)",
    "ALTER SUBSCRIPTION s DISABLE",
    "ALTER TYPE e ADD VALUE 'x'",
    "DISCARD TEMP",
    "CHECKPOINT",
    "DO $$ BEGIN PERFORM 'COMMIT;'; END $$",
    "DO $$ BEGIN UPDATE t SET commit = 1; END $$",
    "DO $$ DECLARE commit int; BEGIN SELECT 1 INTO commit; END $$",
    "DO LANGUAGE plpython3u $$ plpy.commit() # COMMIT; $$",
    "CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$",
    "SELECT 'VACUUM'",
    '"vacuum"',
  ])("%s", (sql) => expect(needsOf(sql)).toEqual(["any"]));
});

describe("does the same in a transaction of its own, for certain", () => {
  const isPlain = (sql: string) => splitStatements(sql).statements.map(isPlainChange);

  test.each([
    "CREATE TABLE t (id int)",
    "create unique index i on t (a)",
    "ALTER TYPE e ADD VALUE 'x'",
    "DROP VIEW v",
    "INSERT INTO t VALUES (1)",
    "/* x */ update t set a = 1",
    "TRUNCATE t",
    "GRANT SELECT ON t TO r",
    "SET lock_timeout = '5s'",
    "set session statement_timeout to 0",
    "RESET maintenance_work_mem",
  ])("%s", (sql) => expect(isPlain(sql)).toEqual([true]));

  test.each([
    "CREATE INDEX CONCURRENTLY i ON t (a)",
    "DROP INDEX CONCURRENTLY i",
    "CREATE DATABASE d",
    "ALTER SYSTEM SET work_mem = '1MB'",
    "ALTER DATABASE d SET work_mem = '1MB'",
    "DROP SUBSCRIPTION s",
    "ALTER EXTENSION e UPDATE",
    "VACUUM t",
    "DO $$ BEGIN NULL; END $$",
    "CALL p()",
    "SET LOCAL lock_timeout = '5s'",
    "SET ROLE r",
    "SET SESSION AUTHORIZATION r",
    "SET TRANSACTION READ ONLY",
    "SELECT f()",
    "SET search_path = a",
    "LOCK TABLE t",
    "COPY t FROM STDIN;\n1\n\\.\n",
  ])("not %s", (sql) => expect(isPlain(sql)).toEqual([false]));
});
