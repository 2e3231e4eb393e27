import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FORMS } from "../../../src/creation/forms.ts";
import { LAYOUTS } from "../../../src/files/layouts/layouts.ts";
import { makeScript } from "../../../src/files/make-script.ts";
import { readMigrations } from "../../../src/files/read-migrations.ts";
import { splitStatements } from "../../../src/files/sql/split-statements.ts";
import { makeMigrations, writeFiles } from "../../support/temporary.ts";
import { madeIn, refusedIn } from "./made.ts";

const LEDGER = { schema: "public", table: "schema_migrations" };
const NOW = "20260131120059";
const SQL = "SELECT 1;\n";
const filesOf = (...names: string[]) => Object.fromEntries(names.map((name) => [name, SQL]));
const GOOSE = "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n";
const DBMATE = "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n";
const SQL_MIGRATE = "-- +migrate Up\nSELECT 1;\n-- +migrate Down\nSELECT 2;\n";
const NODE_PG = "-- Up Migration\nSELECT 1;\n-- Down Migration\nSELECT 2;\n";
const TERN = "SELECT 1;\n---- create above / drop below ----\nSELECT 2;\n";
const PRISMA = { "20240101000000_a/migration.sql": SQL };

/** Title, layout as given, what is there, what is made. */
type Case = [string, string, Readonly<Record<string, string>>, readonly string[]];

const CASES: readonly Case[] = [
  ["an empty directory", "auto", {}, [`${NOW}_add_users_email.up.sql`, `${NOW}_add_users_email.down.sql`]],
  [
    "files that are no migrations",
    "auto",
    { "README.md": "" },
    [`${NOW}_add_users_email.up.sql`, `${NOW}_add_users_email.down.sql`],
  ],
  ["flat files", "auto", filesOf("001_a.sql", "002_b.sql"), ["003_add_users_email.sql"]],
  ["flat files with hyphens", "auto", filesOf("001-a.sql", "002-b-c.sql"), ["003-add-users-email.sql"]],
  [
    "flat files with a hyphen behind the number alone",
    "auto",
    filesOf("001-a_b.sql"),
    ["002-add_users_email.sql"],
  ],
  ["flat files with moments", "auto", filesOf("20240101000000_a.sql"), [`${NOW}_add_users_email.sql`]],
  [
    "counted pairs",
    "auto",
    filesOf("0009_a.up.sql", "0009_a.down.sql"),
    ["0010_add_users_email.up.sql", "0010_add_users_email.down.sql"],
  ],
  [
    "pairs, the newest without a way back",
    "auto",
    filesOf("1_a.up.sql", "1_a.down.sql", "2_b.up.sql"),
    ["3_add_users_email.up.sql", "3_add_users_email.down.sql"],
  ],
  [
    "ways there of pairs alone",
    "auto",
    filesOf("1_a.up.sql"),
    ["2_add_users_email.up.sql", "2_add_users_email.down.sql"],
  ],
  [
    "flat files with ways back",
    "auto",
    filesOf("1_a.sql", "1_a.down.sql"),
    ["2_add_users_email.sql", "2_add_users_email.down.sql"],
  ],
  [
    "flat files first and pairs since",
    "auto",
    filesOf("1_a.sql", "2_b.up.sql", "2_b.down.sql"),
    ["3_add_users_email.up.sql", "3_add_users_email.down.sql"],
  ],
  [
    "pairs long ago and flat files since",
    "auto",
    filesOf("1_a.up.sql", "1_a.down.sql", ...Array.from({ length: 10 }, (_, n) => `${n + 2}_b.sql`)),
    ["12_add_users_email.sql"],
  ],
  [
    "a way back whose migration is lost",
    "auto",
    filesOf("1_a.up.sql", "1_a.down.sql", "7_x.down.sql"),
    ["8_add_users_email.up.sql", "8_add_users_email.down.sql"],
  ],
  [
    "folders up/ and down/",
    "auto",
    filesOf("up/001_a.sql", "down/001_a.sql"),
    ["up/002_add_users_email.sql", "down/002_add_users_email.sql"],
  ],
  [
    "folders with the way in the name too",
    "auto",
    filesOf("up/1_a.up.sql", "down/1_a.down.sql"),
    ["up/2_add_users_email.up.sql", "down/2_add_users_email.down.sql"],
  ],
  ["a folder up/ alone", "auto", filesOf("up/1_a.sql"), ["up/2_add_users_email.sql"]],
  [
    "names with dots and a V",
    "auto",
    filesOf("V0001.Initial.up.sql", "V0001.Initial.down.sql"),
    ["V0002.add_users_email.up.sql", "V0002.add_users_email.down.sql"],
  ],
  [
    "an upper-case ending",
    "auto",
    filesOf("1_A.UP.SQL", "1_A.DOWN.SQL"),
    ["2_add_users_email.up.sql", "2_add_users_email.down.sql"],
  ],
  ["questions", "auto", filesOf("1_a.sql", "1_a.verify.sql"), ["2_add_users_email.sql"]],
  [
    "an empty directory, golang-migrate's",
    "golang-migrate",
    {},
    [`${NOW}_add_users_email.up.sql`, `${NOW}_add_users_email.down.sql`],
  ],
  [
    "golang-migrate's",
    "golang-migrate",
    filesOf("000001_a.up.sql", "000001_a.down.sql"),
    ["000002_add_users_email.up.sql", "000002_add_users_email.down.sql"],
  ],
  [
    "golang-migrate's with seconds since 1970",
    "golang-migrate",
    filesOf("1700000000_a.up.sql", "1700000000_a.down.sql"),
    ["1769860859_add_users_email.up.sql", "1769860859_add_users_email.down.sql"],
  ],
  [
    "an empty directory, sqlx's",
    "sqlx",
    {},
    [`${NOW}_add_users_email.up.sql`, `${NOW}_add_users_email.down.sql`],
  ],
  [
    "sqlx's simple files",
    "auto",
    { "20240101000000_a.sql": `-- no-transaction\n${SQL}` },
    [`${NOW}_add_users_email.sql`],
  ],
  [
    "sqlx's reversible files",
    "sqlx",
    filesOf("20240101000000_a.up.sql", "20240101000000_a.down.sql"),
    [`${NOW}_add_users_email.up.sql`, `${NOW}_add_users_email.down.sql`],
  ],
  ["an empty directory, Supabase's", "supabase", {}, [`${NOW}_add_users_email.sql`]],
  ["Supabase's", "supabase", filesOf("20240101000000_a.sql"), [`${NOW}_add_users_email.sql`]],
  ["an empty directory, postgres-migrations'", "postgres-migrations", {}, ["1_add_users_email.sql"]],
  [
    "postgres-migrations'",
    "auto",
    { "1_a.sql": SQL, "2-b-c.sql": "-- postgres-migrations disable-transaction\n" },
    ["3-add-users-email.sql"],
  ],
  ["an empty directory, dbmate's", "dbmate", {}, [`${NOW}_add_users_email.sql`]],
  ["dbmate's", "auto", { "20240101000000_a.sql": DBMATE }, [`${NOW}_add_users_email.sql`]],
  ["an empty directory, goose's", "goose", {}, [`${NOW}_add_users_email.sql`]],
  ["goose's, counted", "auto", { "00001_a.sql": GOOSE, "00012_b.sql": GOOSE }, ["00013_add_users_email.sql"]],
  [
    "goose's, the newest in Go",
    "auto",
    { "00001_a.sql": GOOSE, "00002_b.go": "" },
    ["00003_add_users_email.sql"],
  ],
  ["an empty directory, sql-migrate's", "sql-migrate", {}, [`${NOW}-add_users_email.sql`]],
  ["sql-migrate's", "auto", { "1_a.sql": SQL_MIGRATE, "2_b.sql": SQL_MIGRATE }, ["3_add_users_email.sql"]],
  ["an empty directory, tern's", "tern", {}, ["001_add_users_email.sql"]],
  ["tern's", "auto", { "001_a.sql": TERN, "002_b.sql": SQL }, ["003_add_users_email.sql"]],
  ["an empty directory, node-pg-migrate's", "node-pg-migrate", {}, ["1769860859123_add_users_email.sql"]],
  [
    "node-pg-migrate's",
    "auto",
    { "1700000000000_add-a-b.sql": NODE_PG },
    ["1769860859123_add-users-email.sql"],
  ],
  [
    "node-pg-migrate's in pairs",
    "node-pg-migrate",
    filesOf("1700000000000_a.up.sql", "1700000000000_a.down.sql"),
    ["1769860859123_add_users_email.up.sql", "1769860859123_add_users_email.down.sql"],
  ],
  [
    "node-pg-migrate's with moments in UTC",
    "node-pg-migrate",
    filesOf("20240101000000000_a.sql"),
    [`${NOW}123_add_users_email.sql`],
  ],
  [
    "an empty directory, Diesel's",
    "diesel",
    {},
    ["2026-01-31-120059_add_users_email/up.sql", "2026-01-31-120059_add_users_email/down.sql"],
  ],
  [
    "Diesel's own first one alone",
    "auto",
    filesOf("00000000000000_diesel_initial_setup/up.sql"),
    ["2026-01-31-120059_add_users_email/up.sql", "2026-01-31-120059_add_users_email/down.sql"],
  ],
  [
    "Diesel's without hyphens",
    "auto",
    filesOf("20240101000000_a/up.sql", "20240101000000_a/down.sql"),
    [`${NOW}_add_users_email/up.sql`, `${NOW}_add_users_email/down.sql`],
  ],
  [
    "Diesel's with fractions",
    "auto",
    filesOf("2024-01-01-000000_a/up.sql", "2026-01-31-120059-0000_b/up.sql"),
    ["2026-01-31-120100-0000_add_users_email/up.sql", "2026-01-31-120100-0000_add_users_email/down.sql"],
  ],
  [
    "Diesel's, counted",
    "auto",
    filesOf("001_a/up.sql", "002_b/up.sql"),
    ["003_add_users_email/up.sql", "003_add_users_email/down.sql"],
  ],
  ["an empty directory, Prisma's", "prisma", {}, [`${NOW}_add_users_email/migration.sql`]],
  [
    "Prisma's",
    "auto",
    { ...PRISMA, "migration_lock.toml": 'provider = "postgresql"\n' },
    [`${NOW}_add_users_email/migration.sql`],
  ],
  [
    "Prisma's baseline alone",
    "auto",
    filesOf("0_init/migration.sql"),
    [`${NOW}_add_users_email/migration.sql`],
  ],
  [
    "Prisma's of this very second",
    "auto",
    filesOf(`${NOW}_zzz/migration.sql`),
    ["20260131120100_add_users_email/migration.sql"],
  ],
  ["an empty directory, Flyway's", "flyway", {}, [`V${NOW}__add_users_email.sql`]],
  ["Flyway's", "auto", filesOf("V1__a.sql", "V2__b.sql", "R__view.sql"), ["V3__add_users_email.sql"]],
  [
    "Flyway's with ways back",
    "auto",
    filesOf("V1__a.sql", "U1__a.sql"),
    ["V2__add_users_email.sql", "U2__add_users_email.sql"],
  ],
  ["Flyway's in parts", "auto", filesOf("V1_2__a.sql", "V1_10__b.sql"), ["V1_11__add_users_email.sql"]],
  [
    "Flyway's in parts with dots and zeros",
    "auto",
    filesOf("V2024.01.09__a.sql"),
    ["V2024.01.10__add_users_email.sql"],
  ],
  [
    "Flyway's in folders",
    "auto",
    { "V1__a.sql": SQL, "2026/V2__b.sql": SQL },
    ["2026/V3__add_users_email.sql"],
  ],
  ["Flyway's with moments", "auto", filesOf("V20240101000000__a.sql"), [`V${NOW}__add_users_email.sql`]],
];

describe("a new migration is called as those that are there, and is read back as the newest: in", () => {
  test.each(CASES)("%s (layout %s)", async (_, layout, there, expected) => {
    const directory = makeMigrations(there);
    const { files } = madeIn(directory, layout);
    expect(files.map(({ name }) => name)).toEqual(expected);
    for (const { name } of files) expect(existsSync(join(directory, name)), name).toBe(false);
    writeFiles(directory, Object.fromEntries(files.map(({ name, text }) => [name, text])));
    const lost = there["7_x.down.sql"] !== undefined || there["00002_b.go"] !== undefined;
    if (lost) return;
    const set = await readMigrations(directory, layout);
    const newest = set.files.findLast(({ kind }) => kind === "versioned");
    expect(newest?.file).toBe(`${directory}/${expected[0]}`);
    expect(newest?.down === null).toBe(!files.some(({ holds }) => holds.includes("down")));
    for (const way of [newest, newest?.down ?? newest]) {
      if (way === undefined) continue;
      const { statements, problems } = makeScript(way, LEDGER);
      expect({ statements, problems }).toEqual({ statements: [], problems: [] });
    }
    const next = madeIn(directory, layout);
    expect(next.version).not.toBe(newest?.version.text);
  });
});

describe("every layout", () => {
  test("has its form, or says what to do instead", () => {
    expect(Object.keys(FORMS).toSorted()).toEqual(LAYOUTS.map(({ layout }) => layout.name).toSorted());
  });

  test("that only its own tool can write is refused, with that tool's command", () => {
    const journal = JSON.stringify({ entries: [{ tag: "0000_a" }], dialect: "postgresql" });
    const drizzle = makeMigrations({ "0000_a.sql": SQL, "meta/_journal.json": journal });
    expect(refusedIn(drizzle, "auto")).toContain("drizzle-kit generate --custom --name=add_users_email");
    const committed = "--! Previous: -\n--! Hash: sha1:00\nSELECT 1;\n";
    const graphile = makeMigrations({ "committed/000001.sql": committed });
    expect(refusedIn(graphile, "auto")).toContain("graphile-migrate commit --message add_users_email");
    expect(readdirSync(graphile)).toEqual(["committed"]);
  });
});

describe("what stands in a new file", () => {
  const all = () => CASES.flatMap(([, layout, there]) => madeIn(makeMigrations(there), layout).files);

  test("is comments and nothing that runs, short, in lines that fit, and ends where the change begins", () => {
    for (const { name, text } of all()) {
      expect(splitStatements(text), name).toMatchObject({ statements: [], problems: [] });
      expect(text, name).toMatch(/\n\n$/);
      for (const line of text.split("\n")) expect(line.length, line).toBeLessThanOrEqual(110);
      for (const line of text.trim().split("\n")) expect(line).toMatch(/^(--.*)?$/);
    }
  });

  test("has no placeholder, template or marker of any tool but its own", () => {
    for (const { name, text } of all()) expect(text, name).not.toMatch(/\$\{|\{\{|-- postgres-migrations/);
    for (const { name, text } of all()) expect(text.match(/\+goose/g)?.length ?? 0, name).toBeOneOf([0, 2]);
  });

  test("says what hurts, and how this layout's tool is told to run outside of a transaction", () => {
    const textIn = (layout: string) =>
      madeIn(makeMigrations({}), layout)
        .files.map(({ text }) => text)
        .join("");
    for (const layout of ["auto", "goose", "prisma", "supabase"])
      expect(textIn(layout)).toMatch(/CREATE INDEX CONCURRENTLY.*[\s\S]*NOT VALID/);
    expect(textIn("auto")).toContain('"-- migrate:no-transaction" as its first line');
    expect(textIn("dbmate")).toContain("transaction:false behind the marker above");
    expect(textIn("goose")).toContain("annotation NO TRANSACTION");
    expect(textIn("diesel")).toContain("run_in_transaction = false");
    expect(textIn("flyway")).toContain("executeInTransaction=false");
  });
});
