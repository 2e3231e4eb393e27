import { describe, expect, test } from "vitest";
import {
  foldersWithout,
  inFolder,
  MIGRATION_FOLDER,
} from "../../../../src/files/layouts/migration-folders.ts";
import { prisma } from "../../../../src/files/layouts/prisma.ts";
import { sourceFiles } from "../../../support/source-files.ts";

const without = (...names: readonly string[]) =>
  foldersWithout("up.sql", sourceFiles(Object.fromEntries(names.map((name) => [name, ""]))), "Diesel");

describe("a folder without the file that makes it a migration", () => {
  test("is refused, saying what is missing or that it is none of the tool's", () => {
    const problem = (file: string, message: string) => ({
      code: "LAYOUT_INVALID",
      message,
      details: {
        at: { file, line: 1, column: 1 },
        hint: "Restore its up.sql, or move the folder out of the directory.",
      },
    });
    expect(without("1_a/", "2_b/", "2_b/up.sql", "v3_docs/")).toMatchObject([
      problem("m/1_a/", "m/1_a/ has no up.sql: in a directory of Diesel, every folder is a migration."),
      problem(
        "m/v3_docs/",
        "m/v3_docs/ is none of Diesel's migrations: their folders' names begin with digits.",
      ),
    ]);
  });

  test("is not made whole by a file whose name is as long, or ends so", () => {
    expect(without("1_a/", "1_a/UP.sql", "1_a/wrap-up.sql")).toHaveLength(1);
  });

  test.each([[".git/"], ["1_a"], ["1_a/files/"]])("%s is not asked for", (name) => {
    expect(without(name)).toEqual([]);
  });
});

test("the names of migrations' folders begin with a digit", () => {
  const names = ["20240101_a", "1", "2020_init.sql", "v1", "docs", "seeds2"];
  expect(names.filter((name) => MIGRATION_FOLDER.test(name))).toEqual(["20240101_a", "1", "2020_init.sql"]);
});

test("what lies in a folder, and is no migration, is none of the tool's business", () => {
  const names = ["1_a/migration.sql", "1_a/notes.txt", "docs/migration.sql", "1_a/", "docs/"];
  expect(names.filter(prisma.reads)).toEqual(["1_a/migration.sql", "1_a/", "docs/"]);
});

test.each([
  ["1_a/up.sql", { folder: "1_a", file: "up.sql" }],
  ["1_a/b/up.sql", { folder: "1_a", file: "b/up.sql" }],
  ["1_a.sql", null],
])("the folder of %s", (path, expected) => expect(inFolder(path)).toEqual(expected));
