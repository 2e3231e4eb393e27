import { expect, test } from "vitest";
import { splitStatements } from "../../../src/files/sql/split-statements.ts";
import { kindOfQuestion } from "../../../src/verification/question.ts";

test.each([
  ["SELECT true", "query"],
  ["((SELECT true))", "query"],
  ["WITH a AS (SELECT true) TABLE a", "query"],
  ["VALUES (true)", "query"],
  ["TABLE a", "query"],
  ["SHOW is_superuser", "query"],
  ["DO $$BEGIN END$$", "block"],
  ["do language plpgsql 'BEGIN END'", "block"],
  ["SET search_path = app", "setting"],
  ["SET LOCAL app.tenant TO 'x'", "setting"],
  ["SET SESSION TIME ZONE 'UTC'", "setting"],
  ['SET "search_path" TO app', "setting"],
  ["SET ROLE app", "other"],
  ["SET SESSION AUTHORIZATION app", "other"],
  ["SET LOCAL SESSION AUTHORIZATION app", "other"],
  ["SET session_authorization = app", "other"],
  ["SET role = app", "other"],
  ["SET TRANSACTION READ WRITE", "other"],
  ["SET LOCAL transaction_read_only = off", "other"],
  ['SET "TRANSACTION_READ_ONLY" = off', "other"],
  ["SET default_transaction_read_only = off", "other"],
  ["SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE", "other"],
  ["SET CONSTRAINTS ALL DEFERRED", "other"],
  ["RESET transaction_read_only", "other"],
  ["RESET ALL", "other"],
  ["BEGIN", "other"],
  ["COMMIT", "other"],
  ["LOCK TABLE a", "other"],
  ["EXPLAIN ANALYZE SELECT true", "other"],
  ["CALL work()", "other"],
  ["COPY a TO STDOUT", "other"],
  ["COPY a FROM STDIN;\n1\n\\.\n", "other"],
  ['"select" true', "other"],
  ["INSERT INTO a VALUES (1)", "other"],
  ["(((", "other"],
])("%s is a %s", (sql, kind) => {
  const [statement] = splitStatements(sql).statements;
  expect(statement && kindOfQuestion(statement)).toBe(kind);
});
