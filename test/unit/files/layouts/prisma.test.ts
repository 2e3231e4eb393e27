import { describe, expect, test } from "vitest";
import { prisma } from "../../../../src/files/layouts/prisma.ts";
import { problemsAs, readAs } from "../../../support/source-files.ts";

test("the whole name of a folder is the version, and names are compared, not times", () => {
  const { files, problems } = readAs(prisma, {
    "20240101120000_b/migration.sql": "SELECT 2",
    "20240101120000_b/": "",
    "20240101120000_a/migration.sql": "SELECT 1",
    "0_init/migration.sql": "BEGIN; SELECT 0; COMMIT; BEGIN; COMMIT;",
    "9_z/migration.sql": "",
    "10_y/migration.sql": "",
    "README.md": "",
    "notes.sql": "SELECT wrong",
  });
  expect(problems).toEqual([]);
  expect(files.map(({ version }) => version.text)).toEqual([
    "0_init",
    "10_y",
    "20240101120000_a",
    "20240101120000_b",
    "9_z",
  ]);
  expect(files[2]).toMatchObject({
    version: { text: "20240101120000_a", key: "20240101120000_a", order: ["20240101120000_a"] },
    name: "a",
    stem: "20240101120000_a",
    file: "m/20240101120000_a/migration.sql",
    text: "SELECT 1",
    transactions: "as-written",
    down: null,
  });
});

test("a folder without a name behind its number has its own", () => {
  expect(readAs(prisma, { "2024/migration.sql": "" }).files.map(({ name }) => name)).toEqual(["2024"]);
});

test("its mark is a migration.sql without drizzle's snapshot beside it", () => {
  const find = prisma.mark?.in === "names" ? prisma.mark.find : () => expect.unreachable();
  expect(
    find([
      "1_a/migration.sql",
      "2_b/migration.sql",
      "2_b/snapshot.json",
      "seeds/migration.sql",
      "migration.sql",
      "1_a/x/migration.sql",
      "v1/migration.sql",
      "1_a/migration.sql.orig",
    ]),
  ).toEqual(["1_a/migration.sql"]);
});

describe("what Prisma itself would stop at is refused", () => {
  test.each([
    [
      "a folder without its file",
      { "1_a/": "", "2_b/": "", "2_b/migration.sql": "" },
      ["LAYOUT_INVALID m/1_a/"],
    ],
    ["a folder of something else", { "scripts/": "" }, ["LAYOUT_INVALID m/scripts/"]],
    ["but not one of an editor's", { ".idea/": "" }, []],
  ])("%s", (_, texts, problems) => {
    expect(problemsAs(prisma, texts)).toEqual(problems);
  });

  test.each([
    ['provider = "postgresql"', []],
    ['# a comment\r\nprovider="cockroachdb" # another', []],
    ["", []],
    ['provider = "mysql"', ["FILE_UNSUPPORTED m/migration_lock.toml"]],
    ['provider = "postgresql" or "mysql"', ["FILE_UNSUPPORTED m/migration_lock.toml"]],
    ['provider = "mysql" or "postgresql"', ["FILE_UNSUPPORTED m/migration_lock.toml"]],
    ['# written by\nprovider = "sqlite"', ["FILE_UNSUPPORTED m/migration_lock.toml"]],
  ])("a lock file that says %j", (text, problems) => {
    expect(problemsAs(prisma, { "migration_lock.toml": text, "1_a/migration.sql": "" })).toEqual(problems);
  });

  test("with the place of the other database's name", () => {
    const [problem] = readAs(prisma, { "migration_lock.toml": '# x\nprovider = "mysql"' }).problems;
    expect(problem).toMatchObject({
      message: expect.stringContaining(
        'These migrations are written for "mysql", and this runs them on PostgreSQL.',
      ),
      details: {
        at: { file: "m/migration_lock.toml", line: 2, column: 12 },
        hint: "Set `migrations-path` to the directory of the PostgreSQL migrations.",
      },
    });
  });

  test("a statement that reads like a line of the lock file is none", () => {
    const text = "UPDATE settings SET\nprovider = 'mysql'\nWHERE id = 1;";
    expect(problemsAs(prisma, { "1_a/migration.sql": text })).toEqual([]);
  });

  test("a folder without its file is told as one of Prisma's", () => {
    expect(readAs(prisma, { "1_a/": "" }).problems[0]?.message).toBe(
      "m/1_a/ has no migration.sql: in a directory of Prisma, every folder is a migration.",
    );
  });
});

describe("a version as a ledger or a person writes it", () => {
  test.each(["20240101_a", "20240101_a/", "20240101_a/migration.sql"])("%s", (text) => {
    expect(prisma.layout.parseVersion(text)?.key).toBe("20240101_a");
  });
  test.each(["", "init", "a/b", "1/b"])("%j is none", (text) => {
    expect(prisma.layout.parseVersion(text)).toBeNull();
  });
});
