import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { makeAdoptionNeed } from "../../../src/adoption/adoption-need.ts";
import type { ForeignLedger } from "../../../src/adoption/foreign-ledger.ts";
import type { ForeignRow } from "../../../src/adoption/foreign-tool.ts";
import { makeAdoption } from "../../../src/adoption/make-adoption.ts";
import { TOOLS } from "../../../src/adoption/tools.ts";
import { plain } from "../../../src/files/layouts/plain.ts";
import type { MigrationFile, MigrationSet } from "../../../src/files/migration-file.ts";
import { makeFile, makeSet } from "../../support/plan-values.ts";
import { largeSource } from "../files/large/source-of.ts";

function ledgerOf(toolName: string, rows: readonly ForeignRow[]): ForeignLedger {
  const tool = TOOLS.find(({ name }) => name === toolName);
  if (tool === undefined) throw new Error(`${toolName} is no tool.`);
  return {
    tool,
    name: { schema: "public", table: "theirs" },
    columns: new Map(),
    certainty: "sure",
    reader: "user",
    entries: tool.makeEntries(rows),
  };
}

/** `file: foreign state` of each row. */
function mapped(tool: string, rows: readonly ForeignRow[], set: MigrationSet): string[] {
  return makeAdoption(ledgerOf(tool, rows), set).rows.map(
    ({ file, entry, state }) => `${file?.stem ?? "–"}: ${entry?.foreign ?? "–"} ${state}`,
  );
}

const refusalsOf = (tool: string, rows: readonly ForeignRow[], set: MigrationSet) =>
  makeAdoption(ledgerOf(tool, rows), set).refusals.map(({ code, version }) => `${code} ${version}`);

const versions = (...texts: string[]) => texts.map((version) => ({ version }));
const names = (...texts: string[]) => texts.map((name) => ({ name }));
const SET = makeSet("001_a", "002_b", "010_c");

/** A set of files that each have a directory of their own, whose version is that directory's name. */
function directories(own: string, ...folders: string[]): MigrationSet {
  const files = folders.map((folder): MigrationFile => {
    const [, digits = "", name = ""] = /^([\d-]+)_(.*)$/.exec(folder) ?? [];
    const version = { text: digits, key: `dir:${folder}`, order: [BigInt(digits.replaceAll("-", ""))] };
    return { ...makeFile(`1_${name}`), file: `m/${folder}/${own}`, stem: folder, name, version };
  });
  return { layout: { name: "directories", wayBack: null, parseVersion: () => null }, files };
}

describe("a row is of the file", () => {
  test.each<[string, string, readonly ForeignRow[], MigrationSet, string[]]>([
    [
      "of its version, whatever its zeros",
      "dbmate",
      versions("1", "2"),
      SET,
      ["001_a: 1 applied", "002_b: 2 applied", "010_c: – pending"],
    ],
    [
      "of its name",
      "node-pg-migrate",
      names("001_a"),
      SET,
      ["001_a: 001_a applied", "002_b: – pending", "010_c: – pending"],
    ],
    [
      "of its name, with another ending and directory",
      "knex",
      names("x/001_a.js"),
      SET,
      ["001_a: x/001_a.js applied", "002_b: – pending", "010_c: – pending"],
    ],
    [
      "of its file's whole name",
      "sql-migrate",
      [{ id: "001_a.sql" }],
      SET,
      ["001_a: 001_a.sql applied", "002_b: – pending", "010_c: – pending"],
    ],
    [
      "with its name alone",
      "sqitch",
      [{ change: "b" }, { change: "a" }],
      SET,
      ["001_a: a applied", "002_b: b applied", "010_c: – pending"],
    ],
    [
      "with its number and a slug",
      "graphile-migrate",
      [{ filename: "000001.sql" }, { filename: "000002-slug.sql" }],
      SET,
      ["001_a: 000001.sql applied", "002_b: 000002-slug.sql applied", "010_c: – pending"],
    ],
    [
      "in the directory of its name",
      "Prisma",
      [{ migration_name: "20240101_init", finished_at: "2024-01-01T00:00:00Z", rolled_back_at: null }],
      directories("migration.sql", "20240101_init", "20240101_next"),
      ["20240101_init: 20240101_init applied", "20240101_next: – pending"],
    ],
    [
      "in the directory with its digits",
      "Diesel",
      versions("20240101000000"),
      directories("up.sql", "2024-01-01-000000_a", "2024-01-02-000000_b"),
      ["2024-01-01-000000_a: 20240101000000 applied", "2024-01-02-000000_b: – pending"],
    ],
    [
      "and all before it",
      "golang-migrate",
      [{ version: "2", dirty: "false" }],
      SET,
      ["001_a: 2 applied", "002_b: 2 applied", "010_c: – pending"],
    ],
  ])("%s", (_, tool, rows, set, expected) => {
    expect(mapped(tool, rows, set)).toEqual(expected);
    expect(refusalsOf(tool, rows, set)).toEqual([]);
  });

  test("of no other whose name only looks alike", () => {
    expect(mapped("node-pg-migrate", names("001_other"), SET).at(-1)).toBe("–: 001_other missing");
    const twins = makeSet("001_same", "002_same");
    expect(mapped("sqitch", [{ change: "same" }], twins).at(-1)).toBe("–: same missing");
    const up = directories("up.sql", "2024-01-01_a", "2024-01-02_b");
    expect(mapped("node-pg-migrate", names("up"), up).at(-1)).toBe("–: up missing");
  });
});

describe("drizzle's row", () => {
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  const file = (stem: string, text: string) => ({
    ...makeFile(stem),
    text,
    checksum: `sha256:${sha256(text)}`,
  });
  const set = { ...SET, files: [file("0_a", "A"), file("1_b", "B"), file("2_c", "C")] };
  const row = (hash: string, name: string | null = null) => ({
    hash,
    created_at: "1",
    name,
    applied_at: null,
  });

  test("is of the file with its content, in whatever order", () => {
    const adoption = makeAdoption(ledgerOf("drizzle", [row(sha256("B")), row(sha256("A"))]), set);
    expect(adoption.rows.map(({ state }) => state)).toEqual(["applied", "applied", "pending"]);
    expect(adoption.notices).toEqual([]);
  });

  test("of a file that was edited since is of the file in its place, which is said", () => {
    const adoption = makeAdoption(ledgerOf("drizzle", [row(sha256("A")), row("0ld")]), set);
    expect(adoption.rows.map(({ state }) => state)).toEqual(["applied", "applied", "pending"]);
    expect(adoption.notices.join()).toMatch(/1_b\.sql is not the text that drizzle has applied/);
  });

  test("of a file that is gone is not that of the one that came into its place", () => {
    const without = { ...set, files: set.files.filter(({ stem }) => stem !== "1_b") };
    const rows = [row(sha256("A")), row(sha256("B")), row(sha256("C"))];
    expect(refusalsOf("drizzle", rows, without)).toEqual([`PLAN_MISSING ${sha256("B").slice(0, 12)}`]);
  });

  test("with a name is of the file of that name", () => {
    expect(mapped("drizzle", [row("x", "2_c")], set)).toEqual([
      "0_a: – late",
      "1_b: – late",
      "2_c: 2_c applied",
    ]);
  });
});

describe("Liquibase's change sets", () => {
  const sets =
    "--liquibase formatted sql\n--changeset me:1\nSELECT 1;\n-- changeset me:2 runOnChange:true\nSELECT 2;";
  const set = { ...SET, files: [{ ...makeFile("001_a"), text: sets }, makeFile("002_b")] };
  const row = (id: string, exectype = "EXECUTED", filename = "db/001_a.sql") => ({
    id,
    author: "me",
    filename,
    exectype,
  });

  test("make a file applied when all of them are", () => {
    expect(mapped("Liquibase", [row("1"), row("2")], set)[0]).toBe("001_a: db/001_a.sql::1::me applied");
    expect(refusalsOf("Liquibase", [row("1"), row("2", "MARK_RAN")], set)).toEqual([]);
  });

  test("stop the adoption where some of a file were not run, or one has failed", () => {
    const { refusals } = makeAdoption(ledgerOf("Liquibase", [row("1")]), set);
    expect(refusals).toMatchObject([
      { code: "ADOPTION_UNFINISHED", version: "001", message: expect.stringMatching(/not run: 2\./) },
    ]);
    expect(refusalsOf("Liquibase", [row("1"), row("2", "FAILED")], set)).toEqual(["ADOPTION_UNFINISHED 001"]);
  });

  test("are found in a file that is too large to be held too", () => {
    const { files } = plain.makeMigrations([largeSource("001_a.sql", sets, 7)]);
    expect(mapped("Liquibase", [row("1"), row("2")], { ...SET, files })[0]).toContain(" applied");
    expect(refusalsOf("Liquibase", [row("1")], { ...SET, files })).toEqual(["ADOPTION_UNFINISHED 001"]);
  });

  test("are of a file by their id where the file's name does not fit", () => {
    expect(mapped("Liquibase", [row("002_b", "EXECUTED", "changelog.xml")], set)[1]).toBe(
      "002_b: changelog.xml::002_b::me applied",
    );
  });
});

describe("the adoption is refused for", () => {
  test.each<[string, string, readonly ForeignRow[], string[]]>([
    ["a row without a file", "dbmate", versions("1", "3"), ["PLAN_MISSING 3"]],
    [
      "a version without a file, though those before it are there",
      "golang-migrate",
      [{ version: "3", dirty: "false" }],
      ["PLAN_MISSING 3"],
    ],
    ["two rows of one file", "dbmate", versions("1", "01"), ["PLAN_DUPLICATE 001"]],
    [
      "a dirty row, with a file",
      "golang-migrate",
      [{ version: "2", dirty: "true" }],
      ["ADOPTION_UNFINISHED 002"],
    ],
    ["a dirty row, without", "golang-migrate", [{ version: "3", dirty: "true" }], ["ADOPTION_UNFINISHED 3"]],
  ])("%s", (_, tool, rows, codes) => {
    expect(refusalsOf(tool, rows, SET)).toEqual(codes);
  });
});

test("what was undone is pending and not taken over, with or without its file", () => {
  const row = (version_id: string, is_applied: string) => ({ version_id, is_applied, tstamp: null });
  const rows = [row("1", "true"), row("2", "false"), row("3", "false")];
  expect(mapped("goose", rows, SET)).toEqual([
    "001_a: 1 applied",
    "002_b: 2 undone",
    "010_c: – pending",
    "–: 3 undone",
  ]);
  expect(refusalsOf("goose", rows, SET)).toEqual([]);
});

describe("a baseline", () => {
  const row = (version: string, type: string) => ({
    version,
    type,
    description: "d",
    script: "s",
    success: "true",
  });

  test("counts for all up to it, needs no file, and leaves a run of its own version alone", () => {
    expect(mapped("Flyway", [row("5", "BASELINE")], SET)).toEqual([
      ...["001_a: 5 (baseline) applied", "002_b: 5 (baseline) applied", "010_c: – pending"],
      "–: 5 (baseline) bookkeeping",
    ]);
    expect(mapped("Flyway", [row("2", "BASELINE"), row("10", "SQL")], SET)).toEqual([
      ...["001_a: 2 (baseline) applied", "002_b: 2 (baseline) applied", "010_c: 10 applied"],
    ]);
    expect(refusalsOf("Flyway", [row("2", "BASELINE"), row("2", "SQL")], SET)).toEqual([]);
  });

  test("does not count for repeatable ones", () => {
    const repeatable = {
      ...makeFile("1_views"),
      kind: "repeatable",
      stem: "R__views",
      file: "m/R__views.sql",
    } as const;
    const set = { ...SET, files: [...SET.files, repeatable] };
    expect(mapped("Flyway", [row("5", "BASELINE")], set)).toContain("R__views: – pending");
    const own = {
      version: null,
      type: "SQL",
      description: "views",
      script: "sub/R__views.sql",
      success: "true",
    };
    expect(mapped("Flyway", [own], set)).toContain("R__views: sub/R__views.sql applied");
  });
});

test("files without a row that are older than the newest taken over are late, and said to be", () => {
  const adoption = makeAdoption(ledgerOf("dbmate", versions("10")), SET);
  expect(adoption.rows.map(({ state }) => state)).toEqual(["late", "late", "applied"]);
  expect(adoption.notices.join()).toMatch(/2 files .*001_a\.sql.*PLAN_LATE/);
});

describe("an adoption is needed", () => {
  test("for what stands in a ledger, and not for what was undone there or is no migration", () => {
    const row = (id: string, name: string) => ({ id, name, executed_at: null });
    const own = ledgerOf("postgres-migrations", [row("0", "create-migrations-table")]);
    expect(makeAdoptionNeed([own])).toEqual({ refusals: [], besideBaseline: [], notices: [] });
    const undone = ledgerOf("goose", [{ version_id: "1", is_applied: "false", tstamp: null }]);
    expect(makeAdoptionNeed([undone]).refusals).toEqual([]);
    const full = ledgerOf("postgres-migrations", [row("0", "create-migrations-table"), row("1", "a")]);
    expect(makeAdoptionNeed([own, full]).refusals).toMatchObject([
      {
        code: "ADOPTION_NEEDED",
        message: expect.stringContaining("postgres-migrations (public.theirs, 1 migration)"),
      },
    ]);
  });

  test("not for a table that is only a ledger when somebody names it", () => {
    const ledger = { ...ledgerOf("dbmate", versions("1")), certainty: "when-named" } as const;
    expect(makeAdoptionNeed([ledger]).refusals).toEqual([]);
  });

  test("nor for one that cannot be read, which is said", () => {
    const ledger = { ...ledgerOf("dbmate", []), reader: "nobody" } as const;
    expect(makeAdoptionNeed([ledger])).toMatchObject({
      refusals: [],
      notices: [expect.stringContaining("public.theirs")],
    });
  });
});
