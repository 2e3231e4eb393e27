import { expect, test } from "vitest";
import { splitStatements } from "../../../../src/files/sql/split-statements.ts";
import { knownEffects } from "../../../../src/rehearsal/trace/known-effects.ts";

/** `a.b ShareLock AccessExclusiveLock reads all rewrites indexes` of each effect; null: nothing is known. */
function told(sql: string): readonly string[] | null {
  const [statement] = splitStatements(sql).statements;
  if (statement === undefined) throw new Error(`${sql} is no statement.`);
  const effects = knownEffects(statement);
  if (effects === null) return null;
  return effects.map(({ on, mode, indexMode, reads, rewrites }) => {
    const name = on.kind === "name" ? on.parts.join(".") : on.kind === "schema" ? `all of ${on.name}` : "all";
    const words = [name, mode, indexMode, reads, rewrites].map((word) => String(word).replace(/Lock$/, ""));
    return words.join(" ");
  });
}

const SUX = "ShareUpdateExclusive";

test.for([
  ["CREATE INDEX CONCURRENTLY ON a.t (x)", [`a.t ${SUX} null all nothing`]],
  ['CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY "T" (x)', [`T ${SUX} null all nothing`]],
  ["DROP INDEX CONCURRENTLY IF EXISTS s.i", [`s.i ${SUX} ${SUX} nothing nothing`]],
  ["REINDEX INDEX CONCURRENTLY i", [`i ${SUX} ${SUX} all indexes`]],
  ["REINDEX (VERBOSE, CONCURRENTLY) TABLE t", [`t ${SUX} ${SUX} all indexes`]],
  ["REINDEX SCHEMA s", ["all of s Share AccessExclusive all indexes"]],
  ["REINDEX DATABASE CONCURRENTLY d", [`all ${SUX} ${SUX} all indexes`]],
  ["REINDEX SYSTEM d", []],
  ["VACUUM", [`all ${SUX} RowExclusive nothing nothing`]],
  [
    "VACUUM (ANALYZE, FULL false) a, b.c (x, y)",
    [`a ${SUX} RowExclusive nothing nothing`, `b.c ${SUX} RowExclusive nothing nothing`],
  ],
  ["VACUUM FULL VERBOSE t", ["t AccessExclusive AccessExclusive all all"]],
  ["VACUUM (FULL) t", ["t AccessExclusive AccessExclusive all all"]],
  [
    "ALTER TABLE ONLY s.p DETACH PARTITION s.c CONCURRENTLY",
    [`s.p ${SUX} null nothing nothing`, "s.c AccessExclusive null nothing nothing"],
  ],
  ["ALTER SYSTEM SET work_mem = '1MB'", []],
  ["CREATE DATABASE d", []],
  ["CLUSTER", null],
  ["DROP SUBSCRIPTION s", null],
] as const)("of what nobody can watch, %s is known by its words", ([sql, effects]) => {
  expect(told(sql)).toEqual(effects);
});
