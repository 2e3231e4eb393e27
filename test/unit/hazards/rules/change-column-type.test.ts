import { describe, expect, test } from "vitest";
import {
  hazardsOf,
  insteadOf,
  levelsOf,
  makeColumn,
  makeConstraint,
  makeFacts,
  makeIndex,
  makePartitioned,
  makeTable,
  SMALL,
} from "../../../support/hazard-values.ts";

const RULE = "change-column-type";
const alter = (type: string) => `ALTER TABLE users ALTER COLUMN c TYPE ${type}`;
const of = (type: string, values: Parameters<typeof makeTable>[1] = {}) => ({
  facts: makeFacts([makeTable("users", { columns: [makeColumn("c", type)], ...values })]),
});
const view = { schema: "public", name: "v", kind: "view", columns: ["c"] } as const;

describe(RULE, () => {
  test.each([
    ["integer", "bigint"],
    ["bigint", "integer"],
    ["text", "varchar(20)"],
    ["character varying(20)", "varchar(10)"],
    ["character(10)", "char(20)"],
    ["numeric(10,2)", "numeric(12,4)"],
    ["json", "jsonb"],
    ["timestamp without time zone", "timestamptz"],
    ["integer", "integer USING c + 1"],
  ])("%s to %s writes every row anew", (from, to) => {
    const [hazard] = hazardsOf(alter(to), of(from)).filter(({ rule }) => rule === RULE);
    expect(hazard).toMatchObject({ level: "high", line: 1 });
    expect(hazard?.message).toMatch(/`users` \(about.*written anew.*ACCESS EXCLUSIVE/);
  });

  test.each([
    ["character varying(10)", "varchar(20)", 18],
    ["character varying(10)", "varchar", 18],
    ["character varying(10)", "text", 18],
    ["text", "varchar", 18],
    ["numeric(10,2)", "numeric(12,2)", 18],
    ["numeric(10,2)", "numeric", 18],
    ["timestamp(3) without time zone", "timestamp", 18],
    ["timestamp(3) without time zone", "timestamp(6)", 18],
    ["interval(3)", "interval", 18],
    ["cidr", "inet", 18],
    ["integer", "integer USING c", 18],
  ])("%s to %s is widening: nothing is said", (from, to, major) => {
    expect(levelsOf(RULE, alter(to), { ...of(from), major })).toEqual([]);
  });

  test("what the type was is not known without a catalog, and that is said", () => {
    const [hazard] = hazardsOf(alter("bigint")).filter(({ rule }) => rule === RULE);
    expect(hazard).toMatchObject({ level: "high" });
    expect(hazard?.message).toMatch(/which is not known/);
  });

  test("times with and without a zone are the same bytes in UTC, from 12 on", () => {
    const sql = `SET TIME ZONE 'UTC'; ${alter("timestamptz")}`;
    const from = of("timestamp without time zone");
    expect(levelsOf(RULE, sql, from)).toEqual([]);
    expect(levelsOf(RULE, sql, { ...from, major: 11 })).toEqual(["high"]);
    expect(insteadOf(RULE, alter("timestamptz"), from)).toMatch(/SET LOCAL TimeZone = 'UTC';/);
  });

  test("a new collation builds the column's indexes anew", () => {
    const sql = alter('text COLLATE "C"');
    const [hazard] = hazardsOf(sql, of("text", { indexes: [makeIndex("i", ["c"])] }));
    expect(hazard?.message).toMatch(/indexes on `c` are built anew.*ACCESS EXCLUSIVE/);
    expect(levelsOf(RULE, sql, of("text", { indexes: [makeIndex("i", ["d"])] }))).toEqual([]);
  });

  test("a CHECK on the column is looked at again, though the type only widens", () => {
    const constraints = [
      makeConstraint("k", "check", ["c"], { definition: "CHECK (((c)::text <> ''::text))" }),
    ];
    const [hazard] = hazardsOf(alter("text"), of("character varying(10)", { constraints }));
    expect(hazard?.message).toMatch(/rows are checked again/);
  });

  test("tables at the other end of its foreign keys are locked too, and named", () => {
    const references = { schema: "public", name: "teams", columns: ["id"] };
    const constraints = [makeConstraint("k", "foreign-key", ["c"], { references })];
    const [hazard] = hazardsOf(alter("bigint"), of("integer", { constraints }));
    expect(hazard?.message).toMatch(/ACCESS EXCLUSIVE, and on `public.teams`|and on `teams`/);
  });

  test("a column that a view uses keeps its type: an error, until the view is dropped", () => {
    const facts = makeFacts([
      makeTable("users", { ...SMALL, columns: [makeColumn("c", "integer")], views: [view] }),
      makeTable("v", { kind: "view" }),
    ]);
    expect(levelsOf(RULE, alter("bigint"), { facts })).toEqual(["error"]);
    expect(insteadOf(RULE, alter("bigint"), { facts })).toBe(
      "DROP VIEW v;\nALTER TABLE users ALTER COLUMN c TYPE bigint;\nCREATE VIEW v AS …;",
    );
    expect(levelsOf(RULE, `DROP VIEW v; ${alter("bigint")}; CREATE VIEW v AS SELECT 1`, { facts })).toEqual(
      [],
    );
    expect(
      levelsOf(RULE, alter("bigint"), of("integer", { ...SMALL, views: [{ ...view, columns: ["d"] }] })),
    ).toEqual([]);
  });

  test("so does one of the partition key", () => {
    const partitionedBy = { strategy: "range", columns: ["c"] } as const;
    const columns = [makeColumn("c", "integer")];
    const facts = makeFacts(makePartitioned("users", { columns, partitionedBy }));
    expect(levelsOf(RULE, alter("bigint"), { facts })).toEqual(["error"]);
    const byExpression = { ...partitionedBy, columns: [null] };
    const other = makeFacts(makePartitioned("users", { columns, partitionedBy: byExpression, ...SMALL }));
    const added = "ALTER TABLE users ADD COLUMN d int; ALTER TABLE users ALTER COLUMN d TYPE bigint";
    expect(levelsOf(RULE, added, { facts: other })).toEqual([]);
  });

  test.each([
    ["text", "integer"],
    ["character varying(20)", "timestamptz"],
    ["integer", "boolean"],
    ["boolean", "integer"],
  ])("%s to %s has no cast that is taken by itself: an error, on small tables too", (from, to) => {
    expect(levelsOf(RULE, alter(to), of(from, SMALL))).toEqual(["error"]);
    expect(insteadOf(RULE, alter(to), of(from, SMALL))).toContain("USING c::");
    expect(levelsOf(RULE, `${alter(to)} USING c::${to}`, of(from, SMALL))).toEqual([]);
  });

  test("the safe way is a new column, a trigger, batches, and a swap of names", () => {
    expect(insteadOf(RULE, alter("bigint"), of("integer"))).toMatch(
      /ADD COLUMN c_new bigint;.*NEW.c_new := NEW.c;.*UPDATE users SET c_new = c WHERE.*DROP TRIGGER.*RENAME COLUMN c TO c_old;\nALTER TABLE users RENAME COLUMN c_new TO c;$/s,
    );
    expect(insteadOf(RULE, alter("varchar(20)"), of("text"))).toMatch(
      /CHECK \(char_length\(c\) <= 20\) NOT VALID;/,
    );
  });

  test.each([
    ["a small table", alter("bigint"), of("integer", SMALL)],
    ["a table of the pending set", `CREATE TABLE users (c int); ${alter("bigint")}`, {}],
  ])("nothing is said of %s", (_, sql, situation) => {
    expect(levelsOf(RULE, sql, situation)).toEqual([]);
  });
});
