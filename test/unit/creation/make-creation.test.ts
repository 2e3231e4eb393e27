import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { errorsOf } from "../../../src/errors.ts";
import { readMigrations } from "../../../src/files/read-migrations.ts";
import { splitStatements } from "../../../src/files/sql/split-statements.ts";
import { makeDirectory, makeMigrations, writeFiles } from "../../support/temporary.ts";
import { creationIn, madeIn, refusedIn } from "./made.ts";

const namesIn = (...given: Parameters<typeof madeIn>) => madeIn(...given).files.map(({ name }) => name);

/** The code and the hint of what it throws. */
function codeOf(create: () => unknown): string {
  try {
    create();
  } catch (error) {
    const [{ code, details }] = errorsOf(error);
    return `${code} ${details.hint}`;
  }
  expect.unreachable();
}

describe("questions", () => {
  test.each([
    ["a pair", "auto", {}, "20260131120059_add_users_email.verify.sql"],
    ["a flat file", "auto", { "1_a.sql": "SELECT 1;" }, "2_add_users_email.verify.sql"],
    ["folders", "auto", { "up/1_a.sql": "SELECT 1;" }, "up/2_add_users_email.verify.sql"],
    ["dots and a V", "auto", { "V1.A.up.sql": "", "V1.A.down.sql": "" }, "V2.add_users_email.verify.sql"],
    ["golang-migrate", "golang-migrate", {}, "20260131120059_add_users_email.verify.sql"],
    ["sqlx", "sqlx", {}, "20260131120059_add_users_email.verify.sql"],
    ["Supabase", "supabase", {}, "20260131120059_add_users_email.verify.sql"],
    ["postgres-migrations", "postgres-migrations", {}, "1_add_users_email.verify.sql"],
    ["dbmate", "dbmate", {}, "20260131120059_add_users_email.verify.sql"],
    ["goose", "goose", {}, "20260131120059_add_users_email.verify.sql"],
    ["sql-migrate", "sql-migrate", {}, "20260131120059-add_users_email.verify.sql"],
    ["tern", "tern", {}, "001_add_users_email.verify.sql"],
    ["node-pg-migrate", "node-pg-migrate", {}, "1769860859123_add_users_email.verify.sql"],
    ["Diesel", "diesel", {}, "2026-01-31-120059_add_users_email.verify.sql"],
    ["Prisma", "prisma", {}, "20260131120059_add_users_email.verify.sql"],
  ])("are read with the new migration, and ask nothing yet: %s", async (_, layout, there, expected) => {
    const directory = makeMigrations(there);
    const { files } = madeIn(directory, layout, { verify: true });
    expect(files.at(-1)).toMatchObject({ name: expected, holds: ["verify"] });
    writeFiles(directory, Object.fromEntries(files.map(({ name, text }) => [name, text])));
    const newest = (await readMigrations(directory, layout)).files.at(-1);
    expect(newest?.verify?.map(({ file }) => file)).toEqual([join(directory, expected)]);
    expect(splitStatements(newest?.verify?.[0]?.text ?? "").statements).toEqual([]);
  });

  test("that nobody would read are refused", () => {
    expect(refusedIn(makeMigrations({}), "flyway", { verify: true })).toContain("flyway");
  });

  test.each([
    ...[
      "sqlx",
      "supabase",
      "postgres-migrations",
      "dbmate",
      "goose",
      "sql-migrate",
      "tern",
      "node-pg-migrate",
    ],
  ])("that %s would run as a migration: it is said", (tool) => {
    const { notices } = madeIn(makeMigrations({}), tool, { verify: true });
    expect(notices.join()).toContain(`${tool} itself would take`);
    expect(madeIn(makeMigrations({}), tool).notices).toEqual([]);
  });
});

describe("a directory", () => {
  test("that is not there is one to be made, and that is said", () => {
    const { files, notices } = madeIn(join(makeDirectory(), "db/migrations"), "auto");
    expect(files).toHaveLength(2);
    expect(notices).toEqual([
      expect.stringMatching(/^There was no directory .*db\/migrations: it is a new one\.$/),
    ]);
  });

  test("with files that cannot be read or are wrong still gets its next one, and is told to be wrong", () => {
    const there = {
      "1_a.sql": Buffer.from([0xff]),
      "2_b.sql": "-- migrate:nonsense\nSELECT 1;",
      "notes.sql": "",
      "5_x.down.sql": "",
    };
    const { files, notices } = madeIn(makeMigrations(there), "auto");
    expect(files[0]?.name).toBe("6_add_users_email.sql");
    expect(notices).toEqual([
      expect.stringMatching(/^`up` would refuse this directory as it is: .*1_a\.sql.* 3 problems\.$/),
    ]);
  });

  test("with two files of one version gets the next one", () => {
    const { files, notices } = madeIn(makeMigrations({ "3_a.sql": "", "03_b.sql": "" }), "auto");
    expect(files[0]?.name).toBe("04_add_users_email.sql");
    expect(notices.join()).toContain("Version 3 is that of 2 files");
  });

  test("of two layouts is refused, and gets one of either where that is named", () => {
    const files = {
      "1_a.sql": "-- +goose Up\nSELECT 1;",
      "2_b.sql": "-- migrate:up\nSELECT 1;\n-- migrate:down\n",
    };
    const directory = makeMigrations(files);
    expect(codeOf(() => creationIn(directory, "auto"))).toMatch(/^LAYOUT_MIXED .*`layout: goose`/);
    expect(madeIn(directory, "goose").files[0]?.text).toMatch(/^-- \+goose Up\n/);
  });

  test.each([
    [
      "beside it",
      ".",
      { "migrations/1_a.sql": "SELECT 1;" },
      /^DIRECTORY_EMPTY .*migrations: set `migrations-path`/,
    ],
    [
      "in which it is one migration",
      "20240101000000_a",
      { "20240101000000_a/migration.sql": "" },
      /^DIRECTORY_EMPTY .*set `migrations-path`/,
    ],
  ])("whose migrations lie %s is no place for one", (_, path, there, hint) => {
    const directory = join(makeMigrations(there), path);
    expect(codeOf(() => creationIn(directory, "auto"))).toMatch(hint);
  });

  test("with other folders is one to begin in", () => {
    const directory = makeMigrations({ "README.md": "" });
    mkdirSync(join(directory, "seeds"));
    expect(namesIn(directory, "auto")).toHaveLength(2);
  });

  test("with Atlas's sum has a list that Atlas must write anew", () => {
    const directory = makeMigrations({ "20240101000000_a.sql": "SELECT 1;", "atlas.sum": "h1:x" });
    expect(madeIn(directory, "auto").notices.join()).toContain("atlas migrate hash");
  });
});

describe("a version", () => {
  test("that somebody else is writing is passed over", () => {
    const there = { "1_a.sql": "SELECT 1;" };
    expect(namesIn(makeMigrations(there), "auto", { taken: ["2", "3"] })).toEqual(["4_add_users_email.sql"]);
    expect(namesIn(makeMigrations({}), "flyway", { taken: ["20260131120059"] })).toEqual([
      "V20260131120100__add_users_email.sql",
    ]);
    expect(namesIn(makeMigrations({ "V1_1__a.sql": "" }), "auto", { taken: ["1_2", "1_3"] })).toEqual([
      "V1_4__add_users_email.sql",
    ]);
    const diesel = namesIn(makeMigrations({}), "diesel", { taken: ["2026-01-31-120059"] });
    expect(diesel[0]).toBe("2026-01-31-120100_add_users_email/up.sql");
  });

  test.each([
    ["Prisma orders names by their letters", "auto", { "9_a/migration.sql": "SELECT 1;" }],
    ["Diesel orders digits by their characters", "auto", { "999_a/up.sql": "SELECT 1;" }],
    ["sql-migrate puts names without a number last", "auto", { "init.sql": "-- +migrate Up\nSELECT 1;" }],
  ])("that would not be the last one is refused, and nothing is guessed: %s", (_, layout, there) => {
    expect(refusedIn(makeMigrations(there), layout)).toContain("sorts behind it");
  });
});
