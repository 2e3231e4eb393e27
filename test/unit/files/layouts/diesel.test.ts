import { describe, expect, test } from "vitest";
import { diesel } from "../../../../src/files/layouts/diesel.ts";
import { problemsAs, readAs } from "../../../support/source-files.ts";

test("folders in the order of their versions without hyphens, compared by characters", () => {
  const { files, problems } = readAs(diesel, {
    "2024-02-01-000000-0000_c/up.sql": "SELECT 3",
    "2024-02-01-000000-0000_c/down.sql": "SELECT -3",
    "20240115000000_b/up.sql": "SELECT 2",
    "00000000000000_diesel_initial_setup/up.sql": "",
    "9_late/up.sql": "",
    "10_early/up.sql": "",
    "data_dump.sql": "SELECT wrong",
    "README.md": "",
  });
  expect(problems).toEqual([]);
  expect(files.map(({ version, name }) => [version.text, version.key, name])).toEqual([
    ["00000000000000", "00000000000000", "diesel_initial_setup"],
    ["10", "10", "early"],
    ["20240115000000", "20240115000000", "b"],
    ["2024-02-01-000000-0000", "202402010000000000", "c"],
    ["9", "9", "late"],
  ]);
  expect(files[3]).toMatchObject({
    stem: "2024-02-01-000000-0000_c",
    text: "SELECT 3",
    transactions: "wrapped",
    down: { file: "m/2024-02-01-000000-0000_c/down.sql", text: "SELECT -3", transactions: "wrapped" },
  });
});

describe("metadata.toml", () => {
  test.each([
    ["run_in_transaction = false", "none"],
    ["run_in_transaction=false\r\n", "none"],
    ["# run_in_transaction = true\n  run_in_transaction  =  false   # why", "none"],
    ['"run_in_transaction" = false', "none"],
    ['note = """\nrun_in_transaction = true\n"""\nrun_in_transaction = false', "none"],
    ["run_in_transaction = true", "wrapped"],
    ["run_in_transaction = true # not false", "wrapped"],
    ['note = "# run_in_transaction = false"\nrun_in_transaction = true', "wrapped"],
    ['list = [\n "a", # b\n]\nrun_in_transaction = true\n[other]\nrun_in_transaction = false', "wrapped"],
    ["[run]\nrun_in_transaction = true", "none"],
    // As in Diesel: a bool that is not given is false.
    ["", "none"],
    ["note = 1", "none"],
  ])("%j: both ways are %s", (text, rule) => {
    const { files, problems } = readAs(diesel, {
      "1_a/up.sql": "",
      "1_a/down.sql": "",
      "1_a/metadata.toml": text,
      "2_b/up.sql": "",
    });
    expect(problems).toEqual([]);
    expect(files.map(({ transactions, down }) => [transactions, down?.transactions])).toEqual([
      [rule, rule],
      ["wrapped", undefined],
    ]);
  });

  test.each(['"false"', "no", "0"])("%s is neither true nor false, and refused", (value) => {
    const [problem, ...others] = readAs(diesel, {
      "1_a/up.sql": "",
      "1_a/metadata.toml": `run_in_transaction = ${value}`,
    }).problems;
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      code: "LAYOUT_INVALID",
      message: expect.stringContaining(`m/1_a/metadata.toml: \`run_in_transaction\` is ${value},`),
    });
  });
});

describe("what Diesel itself would stop at, or lose, is refused", () => {
  test.each([
    ["a folder without up.sql", { "1_a/": "", "1_a/metadata.toml": "" }, ["LAYOUT_INVALID m/1_a/"]],
    ["a folder of something else", { "1_a/up.sql": "", "1_a/": "", "docs/": "" }, ["LAYOUT_INVALID m/docs/"]],
    ["a way back alone, once", { "1_a/": "", "1_a/down.sql": "" }, ["DOWN_WITHOUT_UP m/1_a/down.sql"]],
    [
      "a way back in the folder of another migration of that version",
      { "2024-01-01_a/": "", "2024-01-01_a/up.sql": "", "20240101_b/": "", "20240101_b/down.sql": "" },
      ["LAYOUT_INVALID m/20240101_b/"],
    ],
    [
      "one version twice, with hyphens and without",
      { "2024-01-01_a/up.sql": "", "20240101_b/up.sql": "" },
      ["VERSION_DUPLICATE m/2024-01-01_a/up.sql"],
    ],
  ])("%s", (_, texts, problems) => {
    expect(problemsAs(diesel, texts)).toEqual(problems);
  });

  test("saying whose directory it is", () => {
    const [problem] = readAs(diesel, { "1_a/": "" }).problems;
    expect(problem?.message).toBe(
      "m/1_a/ has no up.sql: in a directory of Diesel, every folder is a migration.",
    );
  });
});

test("what only looks like a file of Diesel's is none of its business, and no mark of it", () => {
  const find = diesel.mark?.in === "names" ? diesel.mark.find : () => expect.unreachable();
  const names = ["1_a/up.sql", "1_a/down.sql", "1_a/metadata.toml"];
  const others = [
    "v1/up.sql",
    "v1/metadata.toml",
    "old/1_a/up.sql",
    "1_a/up.sql.orig",
    "1_a/down.sql~",
    "1_a/metadata.toml.bak",
  ];
  expect([...names, ...others].filter(diesel.reads)).toEqual(names);
  expect(find([...names, ...others])).toEqual(["1_a/up.sql"]);
});

describe("a version as a ledger or a person writes it", () => {
  test.each(["202607151816520000", "2026-07-15-181652-0000", "2026-07-15-181652-0000_drop_users"])(
    "%s",
    (text) => {
      expect(diesel.layout.parseVersion(text)).toMatchObject({
        key: "202607151816520000",
        order: ["202607151816520000"],
      });
    },
  );
  test.each(["", "init", "_a", "v1_a", "2024.sql", "1 a"])("%j is none", (text) => {
    expect(diesel.layout.parseVersion(text)).toBeNull();
  });
});
