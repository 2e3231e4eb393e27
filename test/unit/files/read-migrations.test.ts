import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { errorsOf } from "../../../src/errors.ts";
// Before all tests: what is made when it is loaded is else counted, for mutants, as of the first test that needs it.
import "../../../src/files/read-as.ts";
import { readMigrations } from "../../../src/files/read-migrations.ts";

const FIXTURES = fileURLToPath(new URL("../../fixtures/migrations/", import.meta.url));

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "read-migrations-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(files: Readonly<Record<string, string | Buffer>>): string {
  const directory = join(root, "migrations");
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(directory, name, ".."), { recursive: true });
    writeFileSync(join(directory, name), content);
  }
  return directory;
}

async function problemsOf(path: string, layout = "auto") {
  const error = await readMigrations(path, layout).then(
    () => expect.unreachable("it was read"),
    (reason: unknown) => reason,
  );
  return errorsOf(error).map(({ code, message, details: { at } }) => ({ code, message, at }));
}

describe("a directory is read", () => {
  test("in order, with paths as they were given", async () => {
    const directory = write({
      "2_b.sql": "SELECT 2;\r\n",
      "10_c.sql": "",
      "1_a.up.sql": "\ufeffSELECT 1;",
      "1_a.down.sql": "x",
      "README.md": "",
    });
    const { files, layout } = await readMigrations(`${directory}/`, "auto");
    expect(layout.name).toBe("plain");
    expect(files.map(({ version, text, file }) => [version.text, text, file])).toEqual([
      ["1", "SELECT 1;", `${directory}/1_a.up.sql`],
      ["2", "SELECT 2;\r\n", `${directory}/2_b.sql`],
      ["10", "", `${directory}/10_c.sql`],
    ]);
    expect(files[0]?.down).toEqual({ file: `${directory}/1_a.down.sql`, text: "x", transactions: "runner" });
  });

  test.each([
    ["flat", 2],
    ["pairs", 3],
    ["folders", 2],
    ["timestamps", 2],
    ["own-rows-shape-c", 3],
  ])("the fixture %s", async (name, atLeast) => {
    const { files } = await readMigrations(join(FIXTURES, name), "auto");
    expect(files.length).toBeGreaterThanOrEqual(atLeast);
  });

  test("through links that stay inside it, and through a link to it", async () => {
    const directory = write({ "up/1_a.sql": "SELECT 1", "shared/b.sql": "SELECT 2" });
    symlinkSync("../shared/b.sql", join(directory, "up/2_b.sql"));
    symlinkSync(directory, join(root, "link"));
    const { files } = await readMigrations(join(root, "link"), "plain");
    expect(files.map(({ text }) => text)).toEqual(["SELECT 1", "SELECT 2"]);
  });

  test("with no look at what is not for it", async () => {
    const directory = write({ "1_a.sql": "", ".2_b.sql": "\0", "3_c.sql~": "\0", "seeds/x.sql": "\0" });
    symlinkSync("/etc/hostname", join(directory, "README.md"));
    expect((await readMigrations(directory, "auto")).files).toHaveLength(1);
  });
});

describe("a directory is refused", () => {
  test("that is not there", async () => {
    expect(await problemsOf(join(root, "none"))).toMatchObject([
      { code: "DIRECTORY_MISSING", message: expect.stringContaining(join(root, "none")) },
    ]);
  });

  test("that is a file", async () => {
    writeFileSync(join(root, "file"), "");
    expect(await problemsOf(join(root, "file"))).toMatchObject([{ code: "DIRECTORY_UNREADABLE" }]);
  });

  test("that has no migrations, and it is said what was seen there", async () => {
    const directory = write({ "README.md": "", "init/README.md": "" });
    expect(await problemsOf(directory)).toMatchObject([
      { code: "DIRECTORY_EMPTY", message: expect.stringContaining("it holds init/, README.md.") },
    ]);
    expect(await problemsOf(write({ "up/x.txt": "", "a.txt": "", "b.txt": "" }))).toMatchObject([
      { message: `${directory} has no migrations; it holds init/, up/, README.md, a.txt, b.txt.` },
    ]);
    expect(await problemsOf(write({ "c.txt": "", "d.txt": "" }))).toMatchObject([
      {
        message: `${directory} has no migrations; it holds init/, up/, README.md, a.txt, b.txt, and 2 more.`,
      },
    ]);
    mkdirSync(join(root, "bare"));
    expect(await problemsOf(join(root, "bare"))).toMatchObject([
      { message: expect.stringContaining("nothing at all") },
    ]);
  });

  test("whose layout this version does not read", async () => {
    expect(await problemsOf(write({ "1_a.sql": "" }), "ant")).toMatchObject([{ code: "INPUT_INVALID" }]);
  });
});

describe("where there is none, the directory that was probably meant is named", () => {
  const hintOf = async (path: string) =>
    errorsOf(await readMigrations(path, "auto").catch((reason: unknown) => reason)).map(
      ({ code, details }) => [code, details.hint],
    );
  const meant = (path: string) => [
    ["DIRECTORY_EMPTY", `There are migrations in ${path}: set \`migrations-path\` to it.`],
  ];

  test.each([
    [
      "a folder of it, whatever .sql files are beside it",
      ["migrations/1_a.sql", "schema.sql", "seeds.sql"],
      "migrations",
    ],
    ["Prisma's", ["schema.prisma", "seed.sql", "migrations/20240101000000_a/migration.sql"], "migrations"],
    ["one further down", ["db/migrations/1_a.up.sql", "src/x.ts", "package.json"], "db/migrations"],
    ["Graphile Migrate's, by committed/", ["migrations/committed/000001.sql"], "migrations"],
    ["the one with the telling name of two", ["archive/1_a.sql", "old_migrations/1_a.sql"], "old_migrations"],
    ["the one around it, where it is of one migration", ["migration.sql"], ".."],
  ])("%s", async (_, names, path) => {
    const directory = write(Object.fromEntries(names.map((name) => [name, ""])));
    expect(await hintOf(directory)).toEqual(meant(join(directory, path)));
  });

  test("and none where there is nothing like it", async () => {
    const names = ["node_modules/1_a.sql", ".git/1_a.sql", "src/a.sql", "lib/deep/er/1_a.sql", "README.md"];
    const directory = write(Object.fromEntries(names.map((name) => [name, ""])));
    expect(await hintOf(directory)).toEqual([
      ["DIRECTORY_EMPTY", expect.stringContaining("such as `001_create")],
    ]);
  });

  test("nor where files are wrong and no folder has better ones", async () => {
    expect(await problemsOf(write({ "a.sql": "", "docs/x.md": "" }))).toMatchObject([
      { code: "FILE_NAME_INVALID" },
    ]);
  });
});

describe("what is not of the layout", () => {
  test("is read by none: a dump in another encoding beside Prisma's folders", async () => {
    const directory = write({ "20240101_a/migration.sql": "SELECT 1", "dump.sql": Buffer.from([0xe9]) });
    const { layout, files } = await readMigrations(directory, "auto");
    expect([layout.name, files.length]).toEqual(["prisma", 1]);
  });

  test("is no matter: folders of other files, and links that lead elsewhere", async () => {
    const directory = write({ "1_a.sql": "", "seeds/x.sql": "", "2024_archive/old.sql": "\0" });
    symlinkSync(join(root, "nowhere"), join(directory, "seeds-link"));
    symlinkSync("/etc", join(directory, "elsewhere"));
    expect((await readMigrations(directory, "auto")).files).toHaveLength(1);
  });

  test("a folder called as a file is one, where a migration is in it", async () => {
    const directory = write({ "1_a/migration.sql": "", "2_b.sql/migration.sql": "" });
    const { files } = await readMigrations(directory, "auto");
    expect(files.map(({ stem }) => stem)).toEqual(["1_a", "2_b.sql"]);
  });
});

test("a folder called as a file is one for a layout that looks for files in it too", async () => {
  const directory = write({ "V1__a.sql": "", "V2__b.sql/V3__c.sql": "", "V2__b.sql/x.txt": "" });
  const { files } = await readMigrations(directory, "auto");
  expect(files.map(({ stem }) => stem)).toEqual(["V1__a", "V3__c"]);
});

describe("a file is refused, at its place", () => {
  test.each([
    ["unparsable", "FILE_NAME_INVALID", { line: 1, column: 1 }],
    ["invalid-utf8", "FILE_NOT_UTF8", { line: 1, column: 17 }],
    ["nul", "FILE_HAS_NUL", { line: 2, column: 1 }],
    ["duplicate", "VERSION_DUPLICATE", { line: 1, column: 1 }],
  ])("the fixture %s: %s", async (name, code, at) => {
    expect(await problemsOf(join(FIXTURES, name))).toMatchObject([{ code, at }]);
  });

  test("a link that leads out of the directory, file or folder", async () => {
    const directory = write({ "1_a.sql": "", "../outside/2_b.sql": "" });
    symlinkSync("../outside/2_b.sql", join(directory, "2_b.sql"));
    expect(await problemsOf(directory)).toMatchObject([
      { code: "FILE_OUTSIDE_DIRECTORY", at: { file: `${directory}/2_b.sql` } },
    ]);
    rmSync(join(directory, "2_b.sql"));
    symlinkSync("../outside", join(directory, "up"));
    expect(await problemsOf(directory)).toMatchObject([{ code: "FILE_OUTSIDE_DIRECTORY" }]);
  });

  test("one whose name only begins like the directory's", async () => {
    const directory = write({ "1_a.sql": "", "../migrations-old/2_b.sql": "" });
    symlinkSync("../migrations-old/2_b.sql", join(directory, "2_b.sql"));
    expect(await problemsOf(directory)).toMatchObject([{ code: "FILE_OUTSIDE_DIRECTORY" }]);
  });

  test("a link to nothing, and a folder with a file's name", async () => {
    const directory = write({ "1_a.sql/x": "" });
    symlinkSync("nowhere", join(directory, "2_b.sql"));
    expect(await problemsOf(directory)).toMatchObject([
      { code: "FILE_UNREADABLE" },
      { code: "FILE_UNREADABLE" },
    ]);
  });

  test("all problems of all files at once, and none that only follows from another", async () => {
    const directory = write({
      "1_a.up.sql": Buffer.from([0xe9]),
      "1_a.down.sql": "",
      "2_b.sql": "\0",
      "x.sql": "",
      "03_c.sql": "",
      "3_d.sql": "",
    });
    const codes = (await problemsOf(directory)).map(({ code }) => code).sort();
    expect(codes).toEqual(["FILE_HAS_NUL", "FILE_NAME_INVALID", "FILE_NOT_UTF8", "VERSION_DUPLICATE"]);
  });
});

test("a file that cannot be read is not one without the marker that all others have", async () => {
  const directory = write({ "1_a.sql": "-- +goose Up\nSELECT 1;", "2_b.sql": Buffer.from([0xff]) });
  const at = expect.stringContaining("2_b.sql");
  for (const layout of ["auto", "goose"]) {
    expect(await problemsOf(directory, layout)).toEqual([
      { code: "FILE_NOT_UTF8", message: at, at: { file: at, line: 1, column: 1 } },
    ]);
  }
});

test("one that can be read and has no marker is refused beside it", async () => {
  const directory = write({ "1_a.sql": "-- +goose Up\nSELECT 1;", "2_b.sql": "\0", "3_c.sql": "SELECT 3;" });
  const found = await problemsOf(directory, "goose");
  expect(found.map(({ code, at }) => `${code} ${at?.file.slice(directory.length + 1)}`)).toEqual([
    "FILE_HAS_NUL 2_b.sql",
    "HEADER_INVALID 3_c.sql",
  ]);
});

test("a version that two files have is told where neither can be read", async () => {
  const codes = (await problemsOf(write({ "1_a.sql": "\0", "1_b.sql": "\0" }))).map(({ code }) => code);
  expect(codes).toEqual(["FILE_HAS_NUL", "FILE_HAS_NUL", "VERSION_DUPLICATE"]);
});

test("files of two tools are told first, and with them what cannot be read", async () => {
  const directory = write({
    "1_a.sql": "-- +goose Up\nSELECT 1;",
    "2_b.sql": "-- migrate:up\nSELECT 2;",
    "3_c.sql": "\0",
  });
  expect((await problemsOf(directory)).map(({ code }) => code)).toEqual(["LAYOUT_MIXED", "FILE_HAS_NUL"]);
});

test("what only another layout would read does not count", async () => {
  const directory = write({
    "1_a.sql": "SELECT 1;",
    "1_a.sql.conf": Buffer.from([0xff]),
    "3_c.spec.js": "\0",
  });
  symlinkSync("/etc/hostname", join(directory, "4_d.test.ts"));
  expect((await readMigrations(directory, "auto")).files).toHaveLength(1);
});

describe("a directory of Flyway's", () => {
  const versionsIn = async (path: string, layout = "auto") =>
    (await readMigrations(path, layout)).files.map(
      ({ version, file }) => `${version.text} ${file.slice(path.length + 1)}`,
    );

  test("is read with all its folders, however deep, those with a dot aside", async () => {
    const directory = write({
      "V1__a.sql": "",
      "views/R__v.sql": "",
      "2024/05/V2_1__b.sql": "",
      "2024/05/V2_1__b.sql.conf": "executeInTransaction=false",
      "2024/U1__a.sql": "",
      ".git/V9__x.sql": "",
      "2024/.old/V8__x.sql": "",
    });
    expect(await versionsIn(directory)).toEqual([
      "1 V1__a.sql",
      "2.1 2024/05/V2_1__b.sql",
      "R__v views/R__v.sql",
    ]);
    const { files } = await readMigrations(directory, "auto");
    expect(files.map(({ transactions }) => transactions)).toEqual(["wrapped", "none", "wrapped"]);
    expect(files[0]?.down?.file).toBe(`${directory}/2024/U1__a.sql`);
  });

  test("has what lies deep in it refused like all else", async () => {
    const directory = write({
      "V1__a.sql": "",
      "a/b/c/V1_0__a.sql": "",
      "a/b/seed.sql": "",
      "a/V3__x.class": "\0",
    });
    expect(
      (await problemsOf(directory)).map(({ code, at }) => `${code} ${at?.file.slice(directory.length + 1)}`),
    ).toEqual([
      "FILE_UNSUPPORTED a/V3__x.class",
      "FILE_NAME_INVALID a/b/seed.sql",
      "VERSION_DUPLICATE V1__a.sql",
    ]);
  });

  test("that has nothing but folders is only read when it is named", async () => {
    const directory = write({ "common/V1__a.sql": "", "views/R__v.sql": "" });
    expect(await versionsIn(directory, "flyway")).toEqual(["1 common/V1__a.sql", "R__v views/R__v.sql"]);
    expect(await problemsOf(directory)).toMatchObject([{ code: "DIRECTORY_EMPTY" }]);
  });

  test("does not go in circles where a folder links to its own parent", async () => {
    const directory = write({ "V1__a.sql": "", "a/V2__b.sql": "" });
    symlinkSync(directory, join(directory, "a/up"));
    const codes = (await problemsOf(directory)).map(({ code }) => code);
    expect(new Set(codes)).toEqual(new Set(["VERSION_DUPLICATE"]));
  });
});

test("a file at the border of what is read at once is read whole, and after it a shorter one", async () => {
  for (const length of [65_535, 65_536, 65_537, 200_000]) {
    const long = `-- ${"x".repeat(length - 4)}\n`;
    const { files } = await readMigrations(write({ "1_a.sql": long, "2_b.sql": "SELECT 2;\n" }), "auto");
    expect(files.map(({ text }) => text === long || text)).toEqual([true, "SELECT 2;\n"]);
  }
});
