import { expect, test } from "vitest";
import { touchedNames } from "../../../src/pipeline/touched-names.ts";
import { makeUpStep } from "../../../src/plan/make-step.ts";
import { LEDGER_NAME, makeFile } from "../../support/plan-values.ts";

test.each([
  ["ALTER TABLE IF EXISTS ONLY app.users ADD x int", ["app.users"]],
  ['CREATE UNIQUE INDEX CONCURRENTLY i ON "Users" (a)', ["Users"]],
  ["ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES c.d (e)", ["a", "c.d"]],
  ["CREATE TABLE new (a int REFERENCES old)", ["old"]],
  ["CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)", ["p"]],
  ["ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY", ["p", "p1"]],
  ["UPDATE ONLY t SET a = 1; DELETE FROM t; DROP TABLE u", ["t", "u"]],
  ["REINDEX TABLE CONCURRENTLY t", ["t"]],
  ["SELECT 1 FROM t", []],
])("%s touches %j", (sql, expected) => {
  const names = touchedNames([makeUpStep(makeFile("1_a", sql), LEDGER_NAME)]);
  expect(names.map(({ schema, name }) => (schema === null ? name : `${schema}.${name}`))).toEqual(expected);
});
