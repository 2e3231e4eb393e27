import { describe, expect, test } from "vitest";
import { golangMigrate } from "../../../../src/files/layouts/golang-migrate.ts";
import type { LayoutReader } from "../../../../src/files/layouts/layout.ts";
import { postgresMigrations } from "../../../../src/files/layouts/postgres-migrations.ts";
import { sqlx } from "../../../../src/files/layouts/sqlx.ts";
import { supabase } from "../../../../src/files/layouts/supabase.ts";
import { problemsAs, readAs } from "../../../support/source-files.ts";

interface Case {
  readonly reader: LayoutReader;
  readonly texts: Readonly<Record<string, string>>;
  /** Version, name, rule, and the rule of the way back. */
  readonly found: readonly (readonly (string | undefined)[])[];
}

describe("files of tools that only number them", () => {
  test.each<[string, Case]>([
    [
      "golang-migrate: pairs, sent as they are",
      {
        reader: golangMigrate,
        texts: {
          "10_b.up.sql": "",
          "9_a.up.sql": "",
          "9_a.down.sql": "",
          "11_x.y.up.sql": "",
          "12_.up.sql": "",
        },
        found: [
          ["9", "a", "as-written", "as-written"],
          ["10", "b", "as-written", undefined],
          ["11", "x.y", "as-written", undefined],
          ["12", "", "as-written", undefined],
        ],
      },
    ],
    [
      "sqlx: alone and in pairs; each file speaks for itself",
      {
        reader: sqlx,
        texts: {
          "2_b.up.sql": "-- no-transaction\nSELECT 1",
          "2_b.down.sql": "SELECT 1",
          "1_a.sql": "\n-- no-transaction",
          "3_c_d.sql": "-- no-transactions are needed",
        },
        found: [
          ["1", "a", "wrapped", undefined],
          ["2", "b", "none", "wrapped"],
          ["3", "c_d", "none", undefined],
        ],
      },
    ],
    [
      "Supabase: sent as they are, times in their order",
      {
        reader: supabase,
        texts: { "20240101000000_a.sql": "", "20230101000000_b-c d.sql": "", "0_.sql": "" },
        found: [
          ["0", "", "as-written", undefined],
          ["20230101000000", "b-c d", "as-written", undefined],
          ["20240101000000", "a", "as-written", undefined],
        ],
      },
    ],
    [
      "postgres-migrations: integers, its marker anywhere",
      {
        reader: postgresMigrations,
        texts: {
          "00010-c.sql": "SELECT 1;\n  -- postgres-migrations disable-transaction\n",
          "0009_b.SQL": "-- postgres-migrations  disable-transaction",
          "1.sql": "",
          "2x.sql": "",
          "00011_d.js.sql": "",
        },
        found: [
          ["1", "1.sql", "wrapped", undefined],
          ["2", "x", "wrapped", undefined],
          ["0009", "b", "wrapped", undefined],
          ["00010", "c", "none", undefined],
          ["00011", "d.js", "wrapped", undefined],
        ],
      },
    ],
  ])("%s", (_, { reader, texts, found }) => {
    const { files, problems } = readAs(reader, {
      ...texts,
      "README.md": "",
      "1_a.up.json": "",
      ".1_x.sql": "",
    });
    expect(problems).toEqual([]);
    expect(
      files.map(({ version, name, transactions, down }) => [
        version.text,
        name,
        transactions,
        down?.transactions,
      ]),
    ).toEqual(found);
  });
});

describe("names that the tool passes over, or stops at, are refused", () => {
  test.each<[LayoutReader, string]>([
    [golangMigrate, "1_a.sql"],
    [golangMigrate, "1-a.up.sql"],
    [golangMigrate, "1.up.sql"],
    [golangMigrate, "a.up.sql"],
    [golangMigrate, "1_a.UP.sql"],
    [golangMigrate, "v1_a.up.sql"],
    [sqlx, "1-a.sql"],
    [sqlx, "a_b.sql"],
    [sqlx, "-1_a.sql"],
    [sqlx, "1_a.SQL"],
    [supabase, "seed.sql"],
    [supabase, "1-a.sql"],
    [postgresMigrations, "a.sql"],
    [postgresMigrations, "-1_a.sql"],
  ])("%o: %s", (reader, name) => {
    expect(problemsAs(reader, { [name]: "" })).toEqual([`FILE_NAME_INVALID m/${name}`]);
  });

  test.each<[string, LayoutReader, Record<string, string>, string]>([
    [
      "one version twice",
      golangMigrate,
      { "1_a.up.sql": "", "01_b.up.sql": "" },
      "VERSION_DUPLICATE m/1_a.up.sql",
    ],
    ["a file and a pair", sqlx, { "1_a.sql": "", "1_a.up.sql": "" }, "VERSION_DUPLICATE m/1_a.sql"],
    ["a way back alone", golangMigrate, { "1_a.down.sql": "" }, "DOWN_WITHOUT_UP m/1_a.down.sql"],
    ["a program", postgresMigrations, { "1_a.sql": "", "2_b.js": "" }, "FILE_UNSUPPORTED m/2_b.js"],
    [
      "Supabase's old first file",
      supabase,
      { "20211208000000_init.sql": "" },
      "LAYOUT_INVALID m/20211208000000_init.sql",
    ],
  ])("%s", (_, reader, texts, problem) => {
    expect(problemsAs(reader, texts)).toEqual([problem]);
  });

  test("Supabase's first file is passed over only when it is the first, old, and called so", () => {
    expect(problemsAs(supabase, { "20211209000000_init.sql": "" })).toEqual([]);
    expect(problemsAs(supabase, { "20211208000000_initial.sql": "" })).toEqual([]);
    expect(problemsAs(supabase, { "2020_a.sql": "", "20211208000000_init.sql": "" })).toEqual([]);
  });
});

test("golang-migrate: what it would read of a name with more behind `.up` is refused, and not guessed", () => {
  expect(problemsAs(golangMigrate, { "1_a.up.sqlite.sql": "", "2_b.up.sql.sql": "" })).toEqual([
    "FILE_NAME_INVALID m/1_a.up.sqlite.sql",
    "FILE_NAME_INVALID m/2_b.up.sql.sql",
  ]);
});

test.each<[LayoutReader, string]>([
  [golangMigrate, "1_a.up.sql"],
  [sqlx, "1_a.sql"],
  [supabase, "1_a.sql"],
  [postgresMigrations, "1_a.sql"],
])("%o: our own files of questions may lie beside them", (reader, name) => {
  const { files, problems } = readAs(reader, { [name]: "", "1_a.verify.sql": "", "1.verify.sql": "" });
  expect(problems).toEqual([]);
  expect(files).toHaveLength(1);
});
