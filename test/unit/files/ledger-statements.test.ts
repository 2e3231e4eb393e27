import { describe, expect, test } from "vitest";
import {
  createsLedgerTable,
  deletesFromLedger,
  dropsLedgerTable,
  insertsIntoLedger,
} from "../../../src/files/ledger-statements.ts";
import { splitStatements } from "../../../src/files/sql/split-statements.ts";

const LEDGER = { schema: "public", table: "schema_migrations" };

const firstOf = (sql: string) => {
  const [statement] = splitStatements(sql).statements;
  if (statement === undefined) throw new Error("the case has no statement");
  return statement;
};

describe("a statement inserts into the ledger", () => {
  test.each([
    "INSERT INTO schema_migrations (version) VALUES ('1')",
    "insert into Schema_Migrations values ('1') on conflict do nothing",
    'INSERT INTO "schema_migrations" VALUES (1)',
    "INSERT INTO public.schema_migrations VALUES (1)",
    'INSERT INTO /* ours */ "public" . "schema_migrations" VALUES (1)',
    "INSERT INTO db.public.schema_migrations VALUES (1)",
    "WITH v AS (SELECT 1) INSERT INTO schema_migrations SELECT * FROM v",
    "WITH v AS (INSERT INTO schema_migrations VALUES (1) RETURNING 1) SELECT * FROM v",
    "DO $$ BEGIN IF true THEN INSERT INTO schema_migrations VALUES (1); END IF; END $$",
    "DO $$ BEGIN EXECUTE 'INSERT INTO public.schema_migrations VALUES (1)'; END $$",
  ])("%s", (sql) => expect(insertsIntoLedger(firstOf(sql), LEDGER)).toBe(true));
});

describe("a statement does not", () => {
  test.each([
    "INSERT INTO other.schema_migrations VALUES (1)",
    "INSERT INTO schema_migrations_old VALUES (1)",
    'INSERT INTO "Schema_Migrations" VALUES (1)',
    "INSERT INTO log SELECT 'INSERT INTO schema_migrations'",
    "INSERT INTO t SELECT version FROM schema_migrations",
    "DELETE FROM schema_migrations",
    "SELECT 'INSERT INTO schema_migrations VALUES (1)'",
    "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'INSERT INTO schema_migrations VALUES (1)'",
    "DO $$ BEGIN PERFORM 1 FROM schema_migrations; END $$",
    "DO $$ BEGIN EXECUTE 'INSERT INTO t SELECT version FROM schema_migrations'; END $$",
    'DO $$ BEGIN PERFORM 1 AS "insert into schema_migrations"; END $$',
    "CREATE RULE r AS ON INSERT TO t DO ALSO INSERT INTO schema_migrations VALUES (1)",
    "WITH v AS (SELECT 1) SELECT * FROM schema_migrations",
    "INSERT INTO",
    "schema_migrations",
    "DO $$ BEGIN -- INSERT INTO schema_migrations\n END $$",
  ])("%s", (sql) => expect(insertsIntoLedger(firstOf(sql), LEDGER)).toBe(false));
});

test("a ledger with another name and schema is known by them, as they are stored", () => {
  const ledger = { schema: "Ops", table: 'my"ledger' };
  expect(insertsIntoLedger(firstOf('INSERT INTO "Ops"."my""ledger" VALUES (1)'), ledger)).toBe(true);
  expect(insertsIntoLedger(firstOf('WITH a AS (SELECT 1) INSERT INTO "my""ledger" SELECT 1'), ledger)).toBe(
    true,
  );
  expect(insertsIntoLedger(firstOf('INSERT INTO ops."my""ledger" VALUES (1)'), ledger)).toBe(false);
  expect(insertsIntoLedger(firstOf("INSERT INTO schema_migrations VALUES (1)"), ledger)).toBe(false);
});

test.each([
  ["DELETE FROM schema_migrations WHERE version = '1'", true],
  ['delete from only "d"."public"."schema_migrations"', true],
  ["DELETE FROM other.schema_migrations", false],
  ["DELETE FROM schema_migrations_2", false],
  ["DELETE FROM t USING schema_migrations", false],
  ["TRUNCATE schema_migrations", false],
  ["schema_migrations", false],
])("%s deletes from the ledger: %s", (sql, isLedger) => {
  expect(deletesFromLedger(firstOf(sql), LEDGER)).toBe(isLedger);
});

test.each([
  ["CREATE TABLE schema_migrations (version text)", true],
  ["create table if not exists public.schema_migrations (version text)", true],
  ['CREATE UNLOGGED TABLE IF NOT EXISTS "d"."public"."schema_migrations" ()', true],
  ["CREATE TEMP TABLE schema_migrations ()", false],
  ["CREATE TABLE other.schema_migrations ()", false],
  ["CREATE TABLE schema_migrations_2 ()", false],
  ["CREATE VIEW schema_migrations AS SELECT 1", false],
  ["schema_migrations", false],
])("%s makes the ledger: %s", (sql, isLedger) => {
  expect(createsLedgerTable(firstOf(sql), LEDGER)).toBe(isLedger);
});

test.each([
  ["DROP TABLE IF EXISTS schema_migrations", true],
  ['drop table if exists "d"."public"."schema_migrations" cascade', true],
  ["DROP TABLE IF EXISTS public.schema_migrations RESTRICT", true],
  ["DROP TABLE schema_migrations", false],
  ["DROP TABLE IF EXISTS schema_migrations, other", false],
  ["DROP TABLE IF EXISTS other, schema_migrations", false],
  ["DROP TABLE IF EXISTS other.schema_migrations", false],
  ["DROP VIEW IF EXISTS schema_migrations", false],
  ["DROP TABLE IF EXISTS", false],
  ["schema_migrations", false],
])("%s drops the ledger alone: %s", (sql, isLedger) => {
  expect(dropsLedgerTable(firstOf(sql), LEDGER)).toBe(isLedger);
});
