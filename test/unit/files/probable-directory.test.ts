import { expect, test } from "vitest";
import { probableDirectory } from "../../../src/files/probable-directory.ts";
import { readTop } from "../../../src/files/read-directory.ts";
import { makeMigrations } from "../../support/temporary.ts";

/** What was probably meant by a directory with these files, by its path in there. */
function meantIn(names: readonly string[]): string | null {
  const directory = makeMigrations(Object.fromEntries(names.map((name) => [name, ""])));
  const found = probableDirectory(directory, readTop(directory));
  return found?.startsWith(`${directory}/`) ? found.slice(directory.length + 1) : found && "elsewhere";
}

test.each([
  "1_a.sql",
  "20240101-a.up.sql",
  "001.sql",
  "1.a.SQL",
  "V1__a.sql",
  "V2.1__b.sql",
  "up/12_a.sql",
  "committed/000001.sql",
  "20240101_a/migration.sql",
  "2024-01-01-000000_a/up.sql",
  "meta/_journal.json",
])("a folder with %s is one of migrations", (name) => {
  expect(meantIn([`db/${name}`, "README.md"])).toBe("db");
});

test.each([
  "a1.sql",
  "1_a.sql.bak",
  "1a.sql",
  "seed.sql",
  "down/1_a.sql",
  "a/migration.sql",
  "a_20240101/migration.sql",
  "1_a/migration.sql.bak",
  "1_a/b/up.sql",
  "meta/_journal.json5",
  "1_meta/_journal.json",
])("one with %s alone is not", (name) => {
  expect(meantIn([`db/${name}`, "README.md"])).toBeNull();
});

test.each<[string, readonly string[], string | null]>([
  ["a folder with a telling name first", ["a/1_a.sql", "z_Migrations/1_a.sql"], "z_Migrations"],
  ["else the first by name", ["b/1_a.sql", "a/1_a.sql"], "a"],
  ["a folder before one that is further down", ["a/migrations/1_a.sql", "b/1_a.sql"], "b"],
  ["one further down that is called so", ["a/b/1_a.sql", "b/db_migrations/1_a.sql"], "b/db_migrations"],
  ["none further down that is not", ["a/b/1_a.sql"], null],
  ["none of packages, nor one with a dot before it", ["node_modules/1_a.sql", ".git/1_a.sql"], null],
  ["one with a dot in it", ["db.d/1_a.sql"], "db.d"],
  ["one with such a word in its name", ["my_node_modules/1_a.sql"], "my_node_modules"],
  ["one with more behind that word", ["node_modules_2/1_a.sql"], "node_modules_2"],
  ["the one around it, where it is of one migration", ["up.sql", "down.sql"], "elsewhere"],
  ["not where a file is only called like one", ["my_up.sql", "up.sql.bak"], null],
])("%s", (_, names, path) => expect(meantIn(names)).toBe(path));

test("where it may not be looked at, nothing is said", () => {
  expect(probableDirectory("/nowhere", [{ name: "db", kind: "folder" }])).toBeNull();
});

test("it looks into forty folders, and into forty of those in them", () => {
  const numbered = (count: number, path: (folder: string) => string) =>
    Array.from({ length: count }, (_, index) => path(`${index + 10}`));
  const lastOf = (count: number, path: (folder: string) => string) => [
    ...numbered(count - 1, (folder) => `${path(folder)}/x.txt`),
    `${path(`${count + 9}`)}/1_a.sql`,
  ];
  const outer = (folder: string) => `f${folder}`;
  expect([40, 41].map((count) => meantIn(lastOf(count, outer)))).toEqual(["f49", null]);
  const inner = (folder: string) => `${folder.slice(0, 1)}/migrations_${folder}`;
  expect([40, 41].map((count) => meantIn(lastOf(count, inner)))).toEqual(["4/migrations_49", null]);
});

test("a file is no folder, whatever it is called", () => {
  const directory = makeMigrations({ "migrations/1_a.sql": "" });
  expect(probableDirectory(directory, [{ name: "migrations", kind: "file" }])).toBeNull();
});
