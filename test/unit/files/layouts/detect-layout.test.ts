import { describe, expect, test } from "vitest";
import { detectLayout } from "../../../../src/files/layouts/detect-layout.ts";
import type { LayoutReader, Mark } from "../../../../src/files/layouts/layout.ts";
import { LAYOUTS } from "../../../../src/files/layouts/layouts.ts";
import { plain } from "../../../../src/files/layouts/plain.ts";
import { sourceFiles } from "../../../support/source-files.ts";

/** The name of the layout, or the refusal. */
function detected(texts: Readonly<Record<string, string>>, candidates = LAYOUTS): string {
  const found = detectLayout(candidates, sourceFiles(texts));
  return found.kind === "layout" ? found.reader.layout.name : found.problem.message;
}

describe("each layout's own directory is known", () => {
  test.each<[string, Record<string, string>]>([
    ["plain", { "001_a.sql": "SELECT 1", "002_b.up.sql": "", "002_b.down.sql": "" }],
    ["plain", {}],
    ["plain", { "V1.Initial.up.sql": "" }],
    ["prisma", { "20240101000000_a/migration.sql": "", "migration_lock.toml": "", "20240101000000_a/": "" }],
    ["diesel", { "20240101000000_a/up.sql": "", "20240101000000_a/down.sql": "", "dump.sql": "" }],
    ["drizzle", { "0000_a.sql": "", "meta/_journal.json": "", "meta/": "", "meta/0000_snapshot.json": "" }],
    ["drizzle", { "20240101000000_a/migration.sql": "", "20240101000000_a/snapshot.json": "" }],
    ["sqlx", { "1_a.sql": "SELECT 1", "2_b.sql": "-- no-transaction\nSELECT 1" }],
    ["plain", { "1_a.sql": "SELECT 1;\n-- no-transaction" }],
    ["postgres-migrations", { "1-a.sql": "", "2-b.sql": "x;\n-- postgres-migrations disable-transaction" }],
    [
      "graphile-migrate",
      { "committed/000001.sql": "--! Previous: -\n--! Hash: sha1:0\n", "current.sql": "" },
    ],
    ["graphile-migrate", { "000001.sql": "--! Previous: -\n--! Hash: sha1:0\n" }],
    ["plain", { "001_a.sql": "-- as in\n-- --! Previous: -\n-- --! Hash: sha1:0\n" }],
  ])("%s: %o", (name, texts) => expect(detected(texts)).toBe(name));
});

/** What lies about in real directories. */
const AROUND = {
  "README.md": "",
  LICENSE: "",
  ".gitkeep": "",
  ".DS_Store": "",
  "atlas.sum": "",
  "001_a.sql~": "",
  "#001_a.sql#": "",
  ".001_a.sql.swp": "",
  "001_a.sql.bak": "",
  "001_a.sql.orig": "",
  "node_modules/": "",
  "seeds/": "",
};

describe("other files around change nothing", () => {
  test.each<[string, Record<string, string>]>([
    ["plain", { "001_a.sql": "" }],
    ["prisma", { "1_a/migration.sql": "" }],
    ["diesel", { "1_a/up.sql": "" }],
    ["drizzle", { "0000_a.sql": "", "meta/_journal.json": "" }],
    ["sqlx", { "1_a.sql": "-- no-transaction" }],
  ])("%s", (name, texts) => {
    expect(detected({ ...AROUND, ...texts })).toBe(name);
    const reads = LAYOUTS.flatMap((reader) => Object.keys(AROUND).filter((file) => reader.reads(file)));
    expect(reads.every((file) => file.endsWith("/"))).toBe(true);
  });

  test.each(["node_modules", "seeds", "test", ".git", "down.d"])(
    "the folder %s is not looked into",
    (name) => {
      expect(LAYOUTS.some(({ entersFolder }) => entersFolder(name))).toBe(false);
    },
  );
});

describe("ties and mixes are refused with what was seen", () => {
  test.each<[string, Record<string, string>, string]>([
    [
      "Prisma and Diesel",
      { "1_a/migration.sql": "", "2_b/up.sql": "", "3_c/up.sql": "" },
      "The directory has the marks of more than one layout: diesel (2 files, such as m/2_b/up.sql) and prisma (m/1_a/migration.sql).",
    ],
    [
      "drizzle's later form and Prisma",
      { "20240101000000_a/migration.sql": "", "20240101000000_a/snapshot.json": "", "2_b/migration.sql": "" },
      "The directory has the marks of more than one layout: drizzle (m/20240101000000_a/snapshot.json) and prisma (m/2_b/migration.sql).",
    ],
    [
      "two markers of transactions",
      { "1_a.sql": "-- no-transaction", "2_b.sql": "-- postgres-migrations disable-transaction" },
      "The directory has the marks of more than one layout: postgres-migrations (m/2_b.sql) and sqlx (m/1_a.sql).",
    ],
    [
      "Prisma's folders and numbered files",
      { "1_a/migration.sql": "", "002_b.sql": "", "003_c.sql": "" },
      "The directory is in the layout prisma (m/1_a/migration.sql), and 2 files, such as m/002_b.sql cannot be of it.",
    ],
    [
      "Prisma's folders and one numbered file, beside scripts without a number",
      { "1_a/migration.sql": "", "2-users.sql": "", "seed.sql": "", "2users.sql": "" },
      "The directory is in the layout prisma (m/1_a/migration.sql), and m/2-users.sql cannot be of it.",
    ],
  ])("%s", (_, texts, message) => expect(detected(texts)).toBe(message));

  test("at the first file, with the words that decide it", () => {
    const found = detectLayout(LAYOUTS, sourceFiles({ "1_a/migration.sql": "", "2_b/up.sql": "" }));
    if (found.kind === "layout") expect.unreachable();
    expect(found.kind).toBe("problem");
    expect(found.problem).toMatchObject({
      code: "LAYOUT_MIXED",
      details: {
        at: { file: "m/2_b/up.sql", line: 1, column: 1 },
        hint: "Move what belongs elsewhere out of the directory, or say which one it is: `layout: diesel` or `layout: prisma`.",
      },
    });
  });
});

describe("marks in texts", () => {
  const named = (name: string, carriedBy: "every file" | "some files"): LayoutReader => {
    const mark: Mark = { in: "texts", pattern: new RegExp(`^-- ${name}`, "m"), carriedBy };
    return { ...plain, layout: { ...plain.layout, name }, mark };
  };
  const candidates = [named("all", "every file"), named("some", "some files"), plain];

  test.each<[string, Record<string, string>, string]>([
    ["one that every file has", { "1_a.sql": "-- all", "2_b.sql": "x\n-- all" }, "all"],
    ["one that some have", { "1_a.sql": "-- some", "2_b.sql": "" }, "some"],
    ["both, where the first is in every file", { "1_a.sql": "-- some\n-- all" }, "all"],
    ["questions of our own need none", { "1_a.sql": "-- all", "1_a.verify.sql": "SELECT true" }, "all"],
    [
      "one that a file lacks",
      { "1_a.sql": "-- all", "2_b.sql": "", "3_c.sql": "-- all" },
      "The directory is in the layout all (2 files, such as m/1_a.sql), and m/2_b.sql cannot be of it.",
    ],
    [
      "both, where neither leaves no doubt",
      { "1_a.sql": "-- all", "2_b.sql": "-- some" },
      "The directory has the marks of more than one layout: all (m/1_a.sql) and some (m/2_b.sql).",
    ],
  ])("%s", (_, texts, expected) => expect(detected(texts, candidates)).toBe(expected));

  test("a name that goes on behind .verify.sql is a migration's, which needs one", () => {
    expect(detected({ "1_a.sql": "-- all", "2_b.verify.sql.sql": "" }, candidates)).toContain(
      "and m/2_b.verify.sql.sql cannot be of it.",
    );
  });

  test("one that a file lacks whose text could not be read says nothing", () => {
    const sources = sourceFiles({ "1_a.sql": "-- all", "2_b.sql": "", "3_c.sql": "" });
    const read = detectLayout(candidates, sources, new Set(["m/2_b.sql", "m/3_c.sql"]));
    expect(read).toEqual({ kind: "layout", reader: candidates[0] });
    const half = detectLayout(candidates, sources, new Set(["m/2_b.sql"]));
    expect(half).toMatchObject({ problem: { details: { at: { file: "m/3_c.sql" } } } });
  });

  test("the only candidate needs no mark", () => {
    expect(detected({ "1_a.sql": "-- some" }, [named("all", "every file")])).toBe("all");
  });
});
