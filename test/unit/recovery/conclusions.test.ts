import { describe, expect, test } from "vitest";
import type { FoundIndex, Leftovers } from "../../../src/database/leftovers.ts";
import { splitStatements } from "../../../src/files/sql/split-statements.ts";
import type { HowItEnded } from "../../../src/ledger/how-it-ended.ts";
import { makeSubject } from "../../../src/recovery/make-subject.ts";

const UNHEARD: HowItEnded = { kind: "unheard" };
const refused = (sqlState: string): HowItEnded => ({ kind: "refused", sqlState });

/** What is concluded of the first statement of `sql`: its kind, why, and what clears away. */
function concluded(sql: string, ended: HowItEnded = UNHEARD, found?: Leftovers): string {
  const subject = makeSubject(splitStatements(sql).statements, 0, []);
  if (subject.question === null) expect(found).toBeUndefined();
  else expect(subject.question.kind).toBe(found?.kind);
  const conclusion =
    subject.question === null ? subject.conclude(ended) : subject.conclude(ended, found as Leftovers);
  const cleanUp = conclusion.kind === "unknown" ? [] : conclusion.cleanUp;
  return [conclusion.kind, conclusion.because, ...cleanUp].join(" | ");
}

const index = (values: Partial<FoundIndex> = {}): FoundIndex => ({
  ...{ name: "i", qualified: "s.i", isValid: true, isUnique: false, method: "btree" },
  ...{ hasPredicate: false, keys: ["a"] },
  ...values,
});
const indexes = (...found: Partial<FoundIndex>[]): Leftovers => ({
  kind: "indexes",
  indexes: found.map(index),
});
const CREATE = "CREATE INDEX CONCURRENTLY i ON s.t (a)";
const INVALID = { isValid: false };

describe("of CREATE INDEX CONCURRENTLY", () => {
  test.each<[string, Leftovers, RegExp]>([
    [
      "is run where the index is not there",
      indexes({ name: "other" }),
      /^run \| the index "i" is not there$/,
    ],
    [
      "is run where its table is not there",
      { kind: "indexes", indexes: null },
      /^run \| the table "s"\."t" is not/,
    ],
    ["is done where the index is there and valid", indexes({}), /^done \| the index "i" is there and valid$/],
    [
      "drops the invalid one and is run",
      indexes(INVALID),
      /^run \| .* left invalid: .* \| DROP INDEX CONCURRENTLY IF EXISTS s\.i$/,
    ],
    [
      "is run where the name is another index's: unique",
      indexes({ isUnique: true }),
      /^run \| .* another one/,
    ],
    ["is run where the name is another index's: columns", indexes({ keys: ["b"] }), /^run \| .* another one/],
    ["is run where the name is another index's: more columns", indexes({ keys: ["a", "b"] }), /^run/],
    [
      "is run where the name is another index's: method",
      indexes({ method: "gin" }),
      /^run \| .* another one/,
    ],
    ["is run where the name is another index's: predicate", indexes({ hasPredicate: true }), /^run/],
  ])("%s", (_, found, said) => {
    expect(concluded(CREATE, UNHEARD, found)).toMatch(said);
    // What the catalog shows holds whatever the server has answered.
    expect(concluded(CREATE, refused("23505"), found)).toMatch(said);
    expect(concluded(CREATE.replace(" i ", " IF NOT EXISTS i "), UNHEARD, found)).toMatch(said);
  });

  test.each<[string, Partial<FoundIndex>]>([
    ["UNIQUE INDEX CONCURRENTLY i ON t (a)", { isUnique: true }],
    [
      'INDEX CONCURRENTLY "I" ON ONLY t USING gin (a, "B" text_ops DESC)',
      { name: "I", method: "gin", keys: ["a", "B"] },
    ],
    [
      "INDEX CONCURRENTLY i ON t (lower(a), (a || b), c) WHERE a IS NULL",
      { keys: [null, null, "c"], hasPredicate: true },
    ],
    ["INDEX CONCURRENTLY i ON t USING btree (s.f(a)) INCLUDE (c) WITH (fillfactor = 70)", { keys: [null] }],
    [`INDEX CONCURRENTLY ${"ä".repeat(40)} ON t (a)`, { name: "ä".repeat(31) }],
  ])("knows the index that %s makes", (sql, found) => {
    expect(concluded(`CREATE ${sql}`, UNHEARD, indexes(found))).toMatch(/^done/);
    expect(concluded(`CREATE ${sql}`, UNHEARD, indexes({ ...found, ...INVALID }))).toMatch(
      /^run .*DROP INDEX/,
    );
  });

  test("without a name goes by those that the server gives: an invalid one is dropped, a valid one may be an older one's", () => {
    const unnamed = "CREATE INDEX CONCURRENTLY ON t (a)";
    const given = { name: "t_a_idx1", qualified: "s.t_a_idx1" };
    expect(concluded(unnamed, UNHEARD, indexes())).toBe("run | there is no such index");
    expect(concluded(unnamed, UNHEARD, indexes({ ...given, ...INVALID }))).toMatch(
      /^run .* \| DROP INDEX CONCURRENTLY IF EXISTS s\.t_a_idx1$/,
    );
    expect(concluded(unnamed, UNHEARD, indexes(given))).toMatch(/^unknown \| the index "t_a_idx1" is there/);
    expect(concluded(unnamed, refused("23505"), indexes(given, { ...given, ...INVALID }))).toMatch(
      /^run .*DROP/,
    );
    // Somebody's own, whatever its columns.
    expect(concluded(unnamed, UNHEARD, indexes({ name: "mine", ...INVALID }))).toBe(
      "run | there is no such index",
    );
  });
});

describe("of a statement whose count is committed with it", () => {
  test.each([
    "CREATE TABLE t (a int)",
    "INSERT INTO t VALUES (1)",
    "ALTER TYPE e ADD VALUE 'x'",
    "ALTER TABLE t DETACH PARTITION p",
    "BEGIN; SELECT f(); COMMIT",
    "BEGIN ISOLATION LEVEL SERIALIZABLE; CALL p(); END",
    "BEGIN; SELECT f()",
  ])("nothing is there: %s", (sql) => {
    expect(concluded(sql)).toMatch(/^run \| its count is committed with/);
  });
});

describe("of the file's own transaction", () => {
  test.each([
    ["BEGIN READ ONLY; SELECT f(); COMMIT", /^run \| its transaction leaves nothing/],
    ["BEGIN; SET TRANSACTION READ ONLY; SELECT f(); COMMIT", /^run \| its transaction leaves nothing/],
    ["BEGIN; SELECT f(); ROLLBACK", /^run \| its transaction leaves nothing/],
    ["BEGIN; SELECT f(); COMMIT AND CHAIN; COMMIT", /^unknown \| .*AND CHAIN/],
    ["BEGIN; SELECT f(); PREPARE TRANSACTION 'x'", /^unknown \| .*PREPARE TRANSACTION/],
    ["COMMIT AND CHAIN; COMMIT", /^unknown/],
    ["COMMIT", /^run/],
  ])("that is not counted inside: %s", (sql, said) => {
    expect(concluded(sql)).toMatch(said);
    expect(concluded(sql, refused("23505"))).toMatch(said);
  });
});

describe("of what nothing in the catalog tells of", () => {
  test.each([
    "SELECT f()",
    "DO $$BEGIN PERFORM f(); END$$",
    "COPY t FROM stdin;\n1\n\\.\n",
    "EXECUTE p",
    "WITH x AS (SELECT 1) INSERT INTO t SELECT 1",
  ])("it is unknown when nobody has heard, and run when the server refused it: %s", (sql) => {
    expect(concluded(sql)).toMatch(/^unknown/);
    expect(concluded(sql, refused("23505"))).toBe("run | the server refused it (23505), and took it back");
  });

  test.each(["CALL p()", "DO $$BEGIN COMMIT; END$$", "DO $$BEGIN CALL p(); END$$"])(
    "it is unknown however it ended where it may commit inside: %s",
    (sql) => {
      expect(concluded(sql)).toMatch(/^unknown \| it may commit inside/);
      expect(concluded(sql, refused("23505"))).toMatch(/^unknown/);
    },
  );
});

test.each([
  "VACUUM t",
  "ANALYZE",
  "SET search_path = s",
  "RESET ALL",
  "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
  "REINDEX TABLE t",
  "CLUSTER t USING i",
  "ALTER SYSTEM SET work_mem = '1MB'",
  "ALTER DATABASE d SET TABLESPACE s",
  "ALTER EXTENSION e UPDATE",
  "LOAD 'x'",
])("what does the same each time is run again: %s", (sql) => {
  expect(concluded(sql)).toMatch(/^run \| it may be run again/);
});

test("an extension's member is not added again", () => {
  expect(concluded("ALTER EXTENSION e ADD TABLE t")).toMatch(/^unknown/);
});

describe("of what is dropped or made", () => {
  const there = (isThere: boolean): Leftovers => ({ kind: "named", isThere });
  const DROP = "DROP INDEX CONCURRENTLY i";

  test("DROP INDEX CONCURRENTLY is done when the index is gone, unless the server said that there was none", () => {
    expect(concluded(DROP, UNHEARD, { kind: "index", isThere: true })).toMatch(/^run/);
    expect(concluded(DROP, UNHEARD, { kind: "index", isThere: false })).toMatch(/^done/);
    expect(concluded(DROP, refused("57014"), { kind: "index", isThere: false })).toMatch(/^done/);
    expect(concluded(DROP, refused("42704"), { kind: "index", isThere: false })).toMatch(/^run/);
  });

  test.each([
    ["CREATE DATABASE d", "42P04"],
    ["CREATE TABLESPACE d LOCATION '/x'", "42710"],
    ["CREATE EXTENSION IF NOT EXISTS d", "42710"],
    ["CREATE SUBSCRIPTION d CONNECTION '' PUBLICATION p", "42710"],
  ])("%s is done when it is there, unless the server said that it was there before", (sql, sqlState) => {
    expect(concluded(sql, UNHEARD, there(true))).toMatch(/^done/);
    expect(concluded(sql, UNHEARD, there(false))).toMatch(/^run/);
    expect(concluded(sql, refused(sqlState), there(true))).toMatch(/^run/);
  });

  test.each([
    ["DROP DATABASE IF EXISTS d", "3D000"],
    ["DROP SUBSCRIPTION d", "42704"],
    ["COMMIT PREPARED 'd'", "42704"],
    ["ROLLBACK PREPARED 'd'", "42704"],
  ])("%s is done when it is gone, unless the server said that there was none", (sql, sqlState) => {
    expect(concluded(sql, UNHEARD, there(false))).toMatch(/^done/);
    expect(concluded(sql, UNHEARD, there(true))).toMatch(/^run/);
    expect(concluded(sql, refused(sqlState), there(false))).toMatch(/^run/);
  });

  test("DETACH PARTITION CONCURRENTLY is brought to its end where it was left half-way", () => {
    const sql = "ALTER TABLE IF EXISTS s.t DETACH PARTITION s.p CONCURRENTLY";
    const partition = (state: "attached" | "pending" | "gone"): Leftovers => ({
      ...{ kind: "partition", state, table: "s.t", partition: "s.p" },
    });
    expect(concluded(sql, UNHEARD, partition("attached"))).toMatch(/^run/);
    expect(concluded(sql, UNHEARD, partition("gone"))).toMatch(/^done/);
    expect(concluded(sql, refused("42P01"), partition("gone"))).toMatch(/^run/);
    expect(concluded(sql, UNHEARD, partition("pending"))).toMatch(
      /^done \| .* \| ALTER TABLE s\.t DETACH PARTITION s\.p FINALIZE$/,
    );
  });

  test.each([
    "REINDEX INDEX CONCURRENTLY s.i",
    "REINDEX (VERBOSE, CONCURRENTLY) TABLE t",
    "REINDEX (CONCURRENTLY true) SCHEMA s",
    "REINDEX DATABASE CONCURRENTLY d",
  ])("%s drops what it left and is run again", (sql) => {
    expect(concluded(sql, UNHEARD, { kind: "reindexed", invalid: [] })).toMatch(
      /^run \| it may be run again/,
    );
    expect(concluded(sql, UNHEARD, { kind: "reindexed", invalid: ["s.i_ccnew", "s.j_ccold1"] })).toMatch(
      /^run .* \| DROP INDEX CONCURRENTLY IF EXISTS s\.i_ccnew \| DROP INDEX CONCURRENTLY IF EXISTS s\.j_ccold1$/,
    );
  });
});

test("a backend that is still at it is looked for on the table and the index that it works on", () => {
  const relations = (sql: string) => makeSubject(splitStatements(sql).statements, 0, []).relations;
  expect(relations(CREATE)).toEqual([["s", "t"]]);
  expect(relations("DROP INDEX CONCURRENTLY i")).toEqual([["i"]]);
  expect(relations("REINDEX TABLE CONCURRENTLY s.t")).toEqual([["s", "t"]]);
  expect(relations("ALTER TABLE t DETACH PARTITION p CONCURRENTLY")).toEqual([["t"], ["p"]]);
  expect(relations("REINDEX SCHEMA CONCURRENTLY s")).toEqual([]);
});

test("a statement in which the file inserts its own ledger row is counted with it", () => {
  const { statements } = splitStatements("SELECT 1; SELECT record_me()");
  expect(makeSubject(statements, 1, [1]).question).toBeNull();
  expect(makeSubject(statements, 1, [1])).toMatchObject({ relations: [] });
  const subject = makeSubject(statements, 1, [1]);
  expect(subject.question === null && subject.conclude(UNHEARD).kind).toBe("run");
});
