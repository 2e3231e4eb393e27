import { describe, expect, test } from "vitest";
import type { Action } from "../../../src/syntax/action.ts";
import { makeActions } from "../../../src/syntax/make-actions.ts";
import { parse } from "../../support/hazard-values.ts";

const actionsOf = (sql: string): readonly Action[] => (parse(sql) ?? []).flatMap(makeActions);
const T = { schema: null, name: "t" };
const INT = { schema: null, name: "int4", modifiers: [], isArray: false };

describe("what a statement does", () => {
  test.each<[sql: string, action: object]>([
    [
      "ALTER TABLE t ADD c int",
      { kind: "add-column", table: T, column: { name: "c", type: INT, default: null } },
    ],
    ["ALTER TABLE t ADD c serial", { column: { type: INT, numbered: "serial", isNotNull: true } }],
    ["ALTER TABLE t ADD c int GENERATED ALWAYS AS IDENTITY", { column: { numbered: "identity" } }],
    ["ALTER TABLE t ADD c int GENERATED ALWAYS AS (1) STORED", { column: { generated: "stored" } }],
    ["ALTER TABLE t ADD c int GENERATED ALWAYS AS (1)", { column: { generated: "virtual" } }],
    [
      "ALTER TABLE t ADD IF NOT EXISTS c int REFERENCES r (x)",
      {
        ifNotExists: true,
        column: {
          constraints: [
            { kind: "foreign-key", columns: ["c"], references: { table: { name: "r" }, columns: ["x"] } },
          ],
        },
      },
    ],
    ["ALTER TABLE s.t DROP c CASCADE", { kind: "drop-column", table: { schema: "s" }, isCascading: true }],
    [
      "ALTER TABLE t ALTER c TYPE varchar(20) USING c::text",
      { kind: "alter-column-type", type: { name: "varchar", modifiers: [20] }, using: { TypeCast: {} } },
    ],
    ["ALTER TABLE t ALTER c TYPE interval(3)", { type: { name: "interval", modifiers: [3] } }],
    ["ALTER TABLE t ALTER c TYPE text[]", { type: { name: "text", isArray: true } }],
    ["ALTER TABLE t ALTER c SET NOT NULL", { kind: "set-not-null", column: "c" }],
    ["ALTER TABLE t ALTER c DROP DEFAULT", { kind: "set-default", value: null }],
    [
      "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID",
      {
        kind: "add-constraint",
        constraint: { kind: "check", name: "k", isNotValid: true, isEnforced: true },
      },
    ],
    ["ALTER TABLE t ADD CHECK (a > 0) NOT ENFORCED", { constraint: { isEnforced: false } }],
    [
      "ALTER TABLE t ADD UNIQUE (a, b)",
      { constraint: { kind: "unique", columns: ["a", "b"], isEnforced: true } },
    ],
    ["ALTER TABLE t ADD PRIMARY KEY USING INDEX i", { constraint: { kind: "primary-key", usingIndex: "i" } }],
    [
      "ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID",
      { constraint: { kind: "not-null", columns: ["a"] } },
    ],
    ["ALTER TABLE t ALTER CONSTRAINT c ENFORCED", { kind: "alter-constraint", enforced: true }],
    ["ALTER TABLE t ALTER CONSTRAINT c DEFERRABLE", { kind: "alter-constraint", enforced: null }],
    [
      "ALTER TABLE t ATTACH PARTITION p FOR VALUES FROM (1) TO ('2026-01-01'::date)",
      { kind: "attach-partition", bound: "values", limits: { from: ["1"], to: ["2026-01-01"], values: [] } },
    ],
    ["ALTER TABLE t DETACH PARTITION p CONCURRENTLY", { kind: "detach-partition", isConcurrent: true }],
    ["ALTER TABLE t SET UNLOGGED", { kind: "copy-table", way: "unlogged" }],
    ["VACUUM (FULL, ANALYZE) t", { kind: "copy-table", table: T, way: "vacuum-full" }],
    ["VACUUM (FULL false) t", { kind: "other" }],
    ["ALTER TABLE t DISABLE TRIGGER ALL", { kind: "set-on-table", what: "trigger-state" }],
    [
      "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY t (a, lower(b)) WHERE c",
      {
        kind: "create-index",
        columns: ["a", null],
        isUnique: true,
        isConcurrent: true,
        ifNotExists: true,
        isOnly: true,
      },
    ],
    ["REINDEX (CONCURRENTLY) TABLE t", { kind: "reindex", what: "table", isConcurrent: true }],
    [
      "DROP INDEX CONCURRENTLY IF EXISTS s.i",
      { kind: "drop", what: "index", name: { schema: "s", name: "i" } },
    ],
    ["DROP TRIGGER x ON s.t", { kind: "drop", what: "trigger", name: { name: "x" }, table: { schema: "s" } }],
    ["DROP TYPE x CASCADE", { kind: "drop", what: "type", name: { name: "x" }, isCascading: true }],
    ["ALTER TABLE t RENAME a TO b", { kind: "rename", what: "column", part: "a", to: "b" }],
    ["ALTER TABLE t RENAME CONSTRAINT a TO b", { kind: "rename", what: "constraint", part: "a" }],
    ["ALTER SCHEMA a RENAME TO b", { kind: "rename", what: "schema", name: { name: "a" }, to: "b" }],
    ["ALTER TYPE e RENAME VALUE 'a' TO 'b'", { kind: "rename", what: "enum-value", part: "a", to: "b" }],
    ["ALTER TYPE e ADD VALUE 'a'", { kind: "add-enum-value", value: "a" }],
    ["ALTER TABLE t SET SCHEMA s", { kind: "set-schema", what: "table", schema: "s" }],
    ["ALTER DOMAIN d ADD CHECK (value > 0)", { kind: "alter-domain", add: { kind: "check" } }],
    [
      "CREATE TABLE t PARTITION OF p DEFAULT",
      { kind: "create-table", partitionOf: { name: "p" }, bound: "default" },
    ],
    ["CREATE TABLE t AS SELECT 1", { kind: "create-table", from: "query" }],
    ["SELECT 1 INTO t", { kind: "create-table", from: "query", table: T }],
    ["CREATE MATERIALIZED VIEW t AS SELECT 1", { kind: "create-materialized-view", hasData: true }],
    ["REFRESH MATERIALIZED VIEW CONCURRENTLY t", { kind: "refresh", isConcurrent: true }],
    ["CREATE OR REPLACE VIEW t AS SELECT 1", { kind: "create-view", isReplacing: true }],
    [
      "CREATE FUNCTION f() RETURNS int LANGUAGE sql STABLE SECURITY DEFINER SET search_path = a AS 'select 1'",
      { kind: "create-function", volatility: "stable", isSecurityDefiner: true, setsSearchPath: true },
    ],
    ["UPDATE t SET a = 1, b = 2", { kind: "update", hasWhere: false, sets: ["a", "b"] }],
    ["DELETE FROM t USING r", { kind: "delete", hasWhere: true }],
    ["WITH x AS (DELETE FROM t RETURNING 1) SELECT * FROM x", { kind: "delete", table: T, hasWhere: false }],
    ["INSERT INTO t VALUES (1)", { kind: "insert", from: "values" }],
    ["INSERT INTO t SELECT 1", { kind: "insert", from: "query" }],
    ["TRUNCATE t CASCADE", { kind: "truncate", isCascading: true }],
    ["LOCK TABLE t IN SHARE MODE", { kind: "lock-table", mode: "SHARE" }],
    ["DO $$BEGIN NULL; END$$", { kind: "opaque", what: "do", body: "BEGIN NULL; END" }],
    ["SET LOCAL search_path = a, b", { kind: "set", name: "search_path", values: ["a", "b"], isLocal: true }],
    ["SET TIME ZONE 'UTC'", { kind: "set", name: "timezone", values: ["UTC"] }],
    ["RESET lock_timeout", { kind: "set", name: "lock_timeout", values: null }],
    ["COMMIT", { kind: "transaction", what: "commit" }],
    ["ALTER SYSTEM SET a = 1", { kind: "alter-system" }],
    ["COMMENT ON TABLE t IS 'x'", { kind: "other", tree: "CommentStmt" }],
  ])("%s", (sql, action) => {
    expect(actionsOf(sql)[0]).toMatchObject(action);
  });

  test("each clause and each name is an action, at its place in bytes", () => {
    expect(actionsOf('ALTER TABLE "ü" ADD c int, DROP d').map(({ kind, at }) => [kind, at])).toEqual([
      ["add-column", 21],
      ["drop-column", 12],
    ]);
    expect(actionsOf("DROP TABLE a, b.c").map((action) => "name" in action && action.name)).toEqual([
      { schema: null, name: "a" },
      { schema: "b", name: "c" },
    ]);
    expect(actionsOf("TRUNCATE a, b")).toHaveLength(2);
  });
});
