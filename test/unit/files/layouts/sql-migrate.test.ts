import { describe, expect, test } from "vitest";
import { sqlMigrate } from "../../../../src/files/layouts/sql-migrate.ts";
import { problemsIn, readFiles, readOne, statementsOf } from "./read-one.ts";

const waysOf = (text: string) => {
  const file = readOne(sqlMigrate, text);
  return [statementsOf(file), statementsOf(file.down)];
};

describe("both ways of a file, at their places in it", () => {
  test.each([
    [
      "the usual case",
      "-- +migrate Up\n-- x\nSELECT 1;\n\n-- +migrate Down\nSELECT 2;\n",
      ["3:1 SELECT 1"],
      ["6:1 SELECT 2"],
    ],
    ["no way back", "-- +migrate Up\nSELECT 1;", ["2:1 SELECT 1"], null],
    [
      "a way back of comments",
      "-- +migrate Up\nSELECT 1;\n-- +migrate Down\n-- nothing",
      ["2:1 SELECT 1"],
      [],
    ],
    [
      "the way back first",
      "-- +migrate Down\nSELECT 2;\n-- +migrate Up\nSELECT 1;",
      ["4:1 SELECT 1"],
      ["2:1 SELECT 2"],
    ],
    [
      "line ends of Windows",
      "-- +migrate Up\r\nSELECT 1;\r\n-- +migrate Down\r\n SELECT 2;\r\n",
      ["2:1 SELECT 1"],
      ["4:2 SELECT 2"],
    ],
    [
      "parts in turns",
      "-- +migrate Up\nSELECT 1;\n-- +migrate Down\nSELECT 2;\n-- +migrate Up\nSELECT 3\n-- +migrate Down\nSELECT 4;",
      ["2:1 SELECT 1", "6:1 SELECT 3"],
      ["4:1 SELECT 2", "8:1 SELECT 4"],
    ],
    [
      "a statement without semicolon ends with its part",
      "-- +migrate Up\nSELECT 1\n-- +migrate Down\nSELECT 2\n-- +migrate Up\nSELECT 3",
      ["2:1 SELECT 1", "6:1 SELECT 3"],
      ["4:1 SELECT 2"],
    ],
    [
      "blocks end statements",
      "-- +migrate Up\n-- +migrate StatementBegin\nSELECT 1\n-- +migrate StatementEnd\n-- +migrate StatementBegin\nDO $$ BEGIN; END $$\n-- +migrate StatementEnd\n",
      ["3:1 SELECT 1", "6:1 DO $$ BEGIN; END $$"],
      null,
    ],
    [
      "an end without a block, and a block above all",
      "-- +migrate StatementBegin\n-- +migrate Up\n-- +migrate StatementEnd\nSELECT 1;",
      ["4:1 SELECT 1"],
      null,
    ],
    [
      "blanks around the words",
      "-- +migrate   Up  \nSELECT 1;\n-- +migrate \tDown\nSELECT 2;",
      ["2:1 SELECT 1"],
      ["4:1 SELECT 2"],
    ],
    [
      "a comment behind a statement, which is no line of its own",
      "-- +migrate Up\nSELECT 1; -- +migrate Down\nSELECT 2;",
      ["2:1 SELECT 1", "3:1 SELECT 2"],
      null,
    ],
    ["other words with a plus", "-- +migrate Up\n-- +other Down\nSELECT 1;", ["3:1 SELECT 1"], null],
  ])("%s", (_, text, up, down) => expect(waysOf(text)).toEqual([up, down]));

  test.each([
    ["", "", "wrapped", "wrapped"],
    [" notransaction", "", "none", "wrapped"],
    ["", "  x notransaction", "wrapped", "none"],
    [" NOTRANSACTION", " no-transaction", "wrapped", "wrapped"],
  ])("options%s and%s are %s and %s", (ofUp, ofDown, up, down) => {
    const file = readOne(sqlMigrate, `-- +migrate Up${ofUp}\r\nSELECT 1;\r\n-- +migrate Down${ofDown}\r\n`);
    expect([file.transactions, file.down?.transactions]).toEqual([up, down]);
  });

  test("a header above both is about both", () => {
    const header = "-- migrate:timeout 5s\n";
    const file = readOne(sqlMigrate, `${header}-- +migrate Up\nSELECT 1;\n-- +migrate Down\nSELECT 2;`);
    expect([file.text.startsWith(header), file.down?.text.startsWith(header)]).toEqual([true, true]);
  });

  test("one part without a transaction is enough for the way", () => {
    expect(
      readOne(sqlMigrate, "-- +migrate Up\nSELECT 1;\n-- +migrate Up notransaction\nSELECT 2;").transactions,
    ).toBe("none");
  });
});

describe("what sql-migrate refuses, leaves out or takes for a comment is a problem at its place", () => {
  test.each([
    [
      "a block that ends in the way back",
      "-- +migrate Up\n-- +migrate StatementBegin\n-- +migrate Down\n-- +migrate StatementEnd",
      2,
      1,
      "StatementEnd",
    ],
    ["no command", "SELECT 1;", 1, 1, "no line `-- +migrate Up`"],
    ["only a way back", "-- +migrate Down\nSELECT 1;", 1, 1, "no line `-- +migrate Up`"],
    ["statements above", "-- x\n SELECT 1;\n-- +migrate Up\nSELECT 2;", 2, 2, "before the first marker"],
    ["a block left open", "-- +migrate Up\n-- +migrate StatementBegin\nSELECT 1;", 2, 1, "StatementEnd"],
    [
      "a block over the way back",
      "-- +migrate Up\n-- +migrate StatementBegin\nSELECT 1;\n-- +migrate Down\n",
      2,
      1,
      "StatementEnd",
    ],
    [
      "small letters",
      "-- +migrate Up\nSELECT 1;\n-- +migrate down\nSELECT 2;",
      3,
      1,
      "a comment: -- +migrate down",
    ],
    ["no blank after the dashes", "-- +migrate Up\nSELECT 1;\n--+migrate Down\nSELECT 2;", 3, 1, "a comment"],
    [
      "blanks before the dashes",
      "-- +migrate Up\nSELECT 1;\n -- +migrate Down\nSELECT 2;",
      3,
      1,
      "a comment: -- +migrate Down. Write it from the first column on",
    ],
    ["a tab", "-- +migrate Up\nSELECT 1;\n-- +migrate\tDown\nSELECT 2;", 3, 1, "a comment"],
    ["capitals in the word", "-- +migrate Up\nSELECT 1;\n-- +Migrate Down\nSELECT 2;", 3, 1, "a comment"],
    ["nothing after the word", "-- +migrate Up\n-- +migrate", 2, 1, "a comment"],
  ])("%s", (_, text, line, column, says) => {
    expect(problemsIn(sqlMigrate, text)).toEqual([
      { code: "HEADER_INVALID", line, column, says: expect.stringContaining(says) },
    ]);
  });
});

test("a version is the file's name; digits order it, names without any come last", () => {
  const names = [
    "b.sql",
    "10_c.sql",
    "9_z.sql",
    "10_b.sql",
    "a.sql",
    "20240101-d.sql",
    "11.sql",
    "a1_b.sql",
    "12__e.sql",
  ];
  const { files, problems } = readFiles(
    sqlMigrate,
    Object.fromEntries(names.map((name) => [name, "-- +migrate Up"])),
  );
  expect(problems).toEqual([]);
  expect(files.map(({ version, name, stem }) => [version.text, name, stem])).toEqual([
    ["9_z.sql", "z", "9_z"],
    ["10_b.sql", "b", "10_b"],
    ["10_c.sql", "c", "10_c"],
    ["11.sql", "11", "11"],
    ["12__e.sql", "e", "12__e"],
    ["20240101-d.sql", "d", "20240101-d"],
    ["a.sql", "a", "a"],
    ["a1_b.sql", "a1_b", "a1_b"],
    ["b.sql", "b", "b"],
  ]);
});

test("a ledger's or a person's text means it with and without its end", () => {
  const [file] = readFiles(sqlMigrate, { "1_initial.sql": "-- +migrate Up" }).files;
  const keys = ["1_initial.sql", "1_initial"].map((text) => sqlMigrate.layout.parseVersion(text)?.key);
  expect(keys).toEqual([file?.version.key, file?.version.key]);
  expect(sqlMigrate.layout.parseVersion("1")?.key).not.toBe(file?.version.key);
  expect(sqlMigrate.layout.parseVersion("")).toBeNull();
});
