import { expect, test } from "vitest";
import type { AskedName } from "../../../src/database/catalog-facts.ts";
import { mentionedNames } from "../../../src/hazards/mentioned-names.ts";
import { parseSteps } from "../../../src/syntax/parse-steps.ts";
import { parse } from "../../support/hazard-values.ts";
import { makeStep } from "../../support/plan-values.ts";

const mentioned = (sql: string) => mentionedNames(parseSteps([makeStep("1_a", sql)], parse));

const shown = (names: readonly AskedName[]) =>
  names.map(({ schema, name }) => (schema === null ? name : `${schema}.${name}`));

test.each([
  ["ALTER TABLE IF EXISTS ONLY app.users ADD x int", ["app.users"]],
  ['CREATE UNIQUE INDEX CONCURRENTLY i ON "Users" (a)', ["Users"]],
  ["ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES c.d (e)", ["a", "c.d"]],
  ["CREATE TABLE new (a int REFERENCES old)", ["new", "old"]],
  ["CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)", ["p1", "p"]],
  ["ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY", ["p", "p1"]],
  ["UPDATE ONLY t SET a = 1; DELETE FROM t; DROP TABLE u", ["t", "u"]],
  ["REINDEX TABLE CONCURRENTLY t", ["t"]],
  ["DROP TRIGGER x ON t", ["t"]],
  ["ALTER VIEW v RENAME TO w", ["v"]],
  ["DROP FUNCTION f()", []],
  ["SELECT 1 FROM t", []],
])("%s names the relations %j", (sql, expected) => {
  expect(shown(mentioned(sql).relations)).toEqual(expected);
});

test("types of columns and functions of defaults are named too", () => {
  const { types, functions } = mentioned(
    "ALTER TABLE t ADD a app.money DEFAULT app.zero(); ALTER DOMAIN d SET NOT NULL; ALTER TYPE e ADD VALUE 'x'",
  );
  expect(shown(types)).toEqual(["app.money", "d", "e"]);
  expect(shown(functions)).toEqual(["app.zero"]);
});

test("the catalog is asked who uses a type that is dropped", () => {
  const { types } = mentioned("DROP TYPE app.status CASCADE; DROP DOMAIN mail; DROP FUNCTION f()");
  expect(shown(types)).toEqual(["app.status", "mail"]);
});
