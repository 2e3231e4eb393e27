import { describe, expect, test } from "vitest";
import { errorsOf } from "../../../../src/errors.ts";
import { readMigrations } from "../../../../src/files/read-migrations.ts";
import { OTHER_FILES } from "../../../support/other-files.ts";
import { makeMigrations } from "../../../support/temporary.ts";

const T = "CREATE TABLE t (id int);\n";
const JOURNAL = JSON.stringify({ dialect: "postgresql", entries: [{ idx: 0, tag: "0000_a" }] });

interface Tree {
  readonly layout: string;
  readonly files: Readonly<Record<string, string>>;
  readonly versions: readonly string[];
  /** What becomes of a `seed.sql` in it; null: it is no business of this tool's. */
  readonly seed: string | null;
}

const NAME = "FILE_NAME_INVALID";
const COMMITTED = "--! Previous: -\n--! Hash: sha1:0\n\nSELECT 1;\n";
const LATER_DRIZZLE = { "20240101000000_a/migration.sql": T, "20240101000000_a/snapshot.json": "{}" };

/** A directory of each layout, with versions as they are read. */
const TREES: readonly Tree[] = [
  { layout: "plain", files: { "001_a.sql": T, "002-b.sql": T }, versions: ["001", "002"], seed: NAME },
  { layout: "plain", files: { "1_a.up.sql": T, "1_a.down.sql": T }, versions: ["1"], seed: NAME },
  { layout: "plain", files: { "up/1_a.sql": T, "down/1_a.sql": T }, versions: ["1"], seed: NAME },
  { layout: "dbmate", files: { "20_a.sql": `-- migrate:up\n${T}` }, versions: ["20"], seed: "LAYOUT_MIXED" },
  {
    layout: "goose",
    files: { "00001_a.sql": `-- +goose Up\n${T}` },
    versions: ["00001"],
    seed: "LAYOUT_MIXED",
  },
  {
    layout: "sql-migrate",
    files: { "1-a.sql": `-- +migrate Up\n${T}` },
    versions: ["1-a.sql"],
    seed: "LAYOUT_MIXED",
  },
  {
    layout: "node-pg-migrate",
    files: { "1700000000000_a.sql": `-- Up Migration\n${T}` },
    versions: ["1700000000000_a"],
    seed: NAME,
  },
  {
    layout: "tern",
    files: { "001_a.sql": `${T}---- create above / drop below ----\n` },
    versions: ["001"],
    seed: NAME,
  },
  {
    layout: "sqlx",
    files: { "1_a.sql": T, "2_b.sql": "-- no-transaction\nVACUUM;\n" },
    versions: ["1", "2"],
    seed: NAME,
  },
  {
    layout: "postgres-migrations",
    files: { "1_a.sql": T, "2-b.sql": "-- postgres-migrations disable-transaction\nVACUUM;\n" },
    versions: ["1", "2"],
    seed: NAME,
  },
  {
    layout: "flyway",
    files: { "V1_2__a.sql": T, "R__v.sql": T, "deep/er/V2__b.sql": T },
    versions: ["1.2", "2", "R__v"],
    seed: NAME,
  },
  {
    layout: "prisma",
    files: { "20240101000000_a/migration.sql": T, "migration_lock.toml": 'provider = "postgresql"\n' },
    versions: ["20240101000000_a"],
    seed: null,
  },
  {
    layout: "diesel",
    files: { "2024-01-01-000000_a/up.sql": T, "2024-01-01-000000_a/down.sql": T },
    versions: ["2024-01-01-000000"],
    seed: null,
  },
  {
    layout: "drizzle",
    files: { "0000_a.sql": T, "meta/_journal.json": JOURNAL, "meta/0000_snapshot.json": "{}" },
    versions: ["0000_a"],
    seed: "LAYOUT_INVALID",
  },
  { layout: "drizzle", files: LATER_DRIZZLE, versions: ["20240101000000_a"], seed: NAME },
  {
    layout: "graphile-migrate",
    files: { "committed/000001.sql": COMMITTED, "current.sql": ":x" },
    versions: ["000001"],
    seed: null,
  },
];

/** The codes of what is wrong; null when nothing is. */
const problemsIn = async (directory: string) => {
  const error = await readMigrations(directory, "auto").then(
    () => null,
    (reason: unknown) => reason,
  );
  return error === null ? null : errorsOf(error);
};

describe.each(TREES)("a tree of $layout: $files", ({ layout, files, versions, seed }) => {
  const make = (more: Readonly<Record<string, string>>) => {
    const inside = Object.entries({ ...files, ...more }).map(([name, text]) => [`project/m/${name}`, text]);
    return `${makeMigrations(Object.fromEntries(inside))}/project/m`;
  };

  test("is the same with other files around, in it and outside", async () => {
    for (const others of [{}, { ...OTHER_FILES, "../seed.sql": "not SQL '", "../2_x.sql": "not SQL '" }]) {
      const set = await readMigrations(make(others), "auto");
      expect([set.layout.name, ...set.files.map(({ version }) => version.text)]).toEqual([
        layout,
        ...versions,
      ]);
    }
  });

  test("with a seed.sql in it is refused, where that tool would look at it", async () => {
    const problems = await problemsIn(make({ "seed.sql": T }));
    expect(problems?.map(({ code }) => code) ?? null).toEqual(seed === null ? null : [seed]);
    if (problems !== null) expect(problems[0].message).toContain("seed.sql");
  });
});

test.each([
  ["Prisma's folders", { "20240101000000_a/migration.sql": T }, "LAYOUT_MIXED"],
  ["Diesel's folders", { "2024-01-01-000000_a/up.sql": T }, "LAYOUT_MIXED"],
  ["drizzle's journal", { "0000_a.sql": T, "meta/_journal.json": JOURNAL }, "LAYOUT_INVALID"],
  ["drizzle's folders", LATER_DRIZZLE, NAME],
  ["Flyway's files", { "V1__a.sql": T }, NAME],
  ["Graphile Migrate's committed/", { "committed/000001.sql": COMMITTED }, "LAYOUT_INVALID"],
  ["up/ with the same version", { "up/001_a.sql": T }, "LAYOUT_MIXED"],
])("a plain 001_a.sql beside %s is refused, and named", async (_, files, code) => {
  const problems = await problemsIn(makeMigrations({ ...files, "001_a.sql": T }));
  expect(problems?.map((problem) => problem.code)).toEqual([code]);
  expect(problems?.[0].message).toContain("001_a.sql");
});
