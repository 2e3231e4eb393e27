import { describe, expect, test } from "vitest";
import { dbmate } from "../../../../src/files/layouts/dbmate.ts";
import { makeScript } from "../../../../src/files/make-script.ts";
import { problemsIn, readFiles, readOne, statementsOf } from "./read-one.ts";

const LEDGER = { schema: "public", table: "schema_migrations" };
const wayOf = (text: string) => {
  const file = readOne(dbmate, text);
  return {
    up: statementsOf(file),
    down: statementsOf(file.down),
    rules: [file.transactions, file.down?.transactions],
  };
};

describe("both ways of a file, at their places in it", () => {
  test.each([
    [
      "the usual case",
      "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;",
      ["2:1 SELECT 1"],
      ["4:1 SELECT 2"],
    ],
    [
      "no blank after the dashes",
      "\n--migrate:up\nSELECT 1;\n\n--migrate:down\nSELECT 2;\n",
      ["3:1 SELECT 1"],
      ["6:1 SELECT 2"],
    ],
    [
      "line ends of Windows",
      "-- migrate:up\r\nSELECT 1;\r\n-- migrate:down\r\n  SELECT 2;\r\n",
      ["2:1 SELECT 1"],
      ["4:3 SELECT 2"],
    ],
    [
      "comments and blanks above",
      "\n-- About users.\n/* Long. */\n-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2",
      ["5:1 SELECT 1"],
      ["7:1 SELECT 2"],
    ],
    ["an empty way back", "-- migrate:up\nSELECT 1;\n-- migrate:down", ["2:1 SELECT 1"], []],
    ["no way back, as dbmate 1 allowed", "-- migrate:up\nSELECT 1", ["2:1 SELECT 1"], null],
    [
      "a second marker, which is a comment",
      "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n-- migrate:up\nSELECT 3;",
      ["2:1 SELECT 1"],
      ["4:1 SELECT 2", "6:1 SELECT 3"],
    ],
    [
      "a word that only begins like one",
      "-- migrate:up\n-- migrate: uphill\nSELECT 1;\n-- migrate:down",
      ["3:1 SELECT 1"],
      [],
    ],
    [
      "one behind a statement, which is a comment",
      "-- migrate:up\nSELECT 1; -- migrate:down\nSELECT 2;",
      ["2:1 SELECT 1", "3:1 SELECT 2"],
      null,
    ],
    [
      "dollar quotes",
      "-- migrate:up\nDO $$ BEGIN; END $$;\nSELECT 2;\n-- migrate:down",
      ["2:1 DO $$ BEGIN; END $$", "3:1 SELECT 2"],
      [],
    ],
  ])("%s", (_, text, up, down) => expect(wayOf(text)).toMatchObject({ up, down }));

  test.each([
    ["", "", "wrapped", "wrapped"],
    [" transaction:false", "", "none", "wrapped"],
    ["", " transaction:false", "wrapped", "none"],
    [" transaction:false", "\ttransaction:false", "none", "none"],
    [" transaction:true", " foo:bar transaction:false", "wrapped", "none"],
    [" transaction:false transaction:true", " transaction:FALSE", "wrapped", "wrapped"],
    [" transaction:false foo:bar", "  transaction:false\t", "none", "none"],
    [" mytransaction:false", " transaction:falsely", "wrapped", "wrapped"],
    [" transaction: false", " transaction:false:x", "wrapped", "wrapped"],
  ])("options%s and%s are %s and %s", (ofUp, ofDown, up, down) => {
    const text = `-- migrate:up${ofUp}\r\nSELECT 1;\r\n-- migrate:down${ofDown}\r\nSELECT 2;`;
    expect(wayOf(text).rules).toEqual([up, down]);
  });
});

describe("our own headers go on working", () => {
  test.each([
    [
      "above the markers, for both ways",
      "-- migrate:no-transaction\n-- migrate:timeout 10min\n-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;",
      true,
      true,
    ],
    [
      "below one, for that way",
      "-- migrate:up\nSELECT 1;\n-- migrate:down\n-- migrate:no-transaction\n-- migrate:timeout 10min\nSELECT 2;",
      false,
      true,
    ],
  ])("%s", (_, text, isOfUp, isOfDown) => {
    const file = readOne(dbmate, text);
    const scripts = [file, file.down ?? file].map((way) => makeScript(way, LEDGER));
    expect(scripts.flatMap(({ problems }) => problems)).toEqual([]);
    const expected = [isOfUp, isOfDown].map((isOf) =>
      isOf ? ["no-transaction", 600_000] : ["transaction", null],
    );
    expect(scripts.map(({ mode, statementTimeoutMs }) => [mode, statementTimeoutMs])).toEqual(expected);
  });

  test("an allowance keeps its line", () => {
    const file = readOne(
      dbmate,
      "-- migrate:up\n-- migrate:allow drop-table reason: unused\nDROP TABLE a;\n-- migrate:down",
    );
    expect(makeScript(file, LEDGER).allowances).toEqual([{ rule: "drop-table", reason: "unused", line: 2 }]);
  });
});

describe("what dbmate refuses, or reads otherwise than it looks, is a problem at its place", () => {
  test.each([
    [
      "no marker",
      "SELECT 1;",
      1,
      1,
      "has no line `-- migrate:up`. Put `-- migrate:up` above the statements, and `-- migrate:down` above",
    ],
    ["no way there", "-- x\n-- migrate:down\nSELECT 1;", 2, 1, "has no line"],
    [
      "the way back first",
      "-- migrate:down\nSELECT 1;\n-- migrate:up\nSELECT 2;",
      1,
      1,
      "stands before `-- migrate:up`. Put `-- migrate:up` and what it does first.",
    ],
    [
      "statements above the way there",
      "-- x\n  SELECT '🙂', 1;\n-- migrate:up\nSELECT 2;\n-- migrate:down",
      2,
      3,
      "This stands before the first marker of dbmate, where dbmate does not run it. Put it below `-- migrate:up`, or take it out.",
    ],
    [
      "a block comment around the marker",
      "/*\n-- migrate:up\n*/ SELECT 1;\n-- migrate:down",
      1,
      1,
      "does not run it",
    ],
    [
      "blanks before the dashes",
      "-- migrate:up\nSELECT 1;\n -- migrate:down\nSELECT 2;",
      3,
      1,
      "first column",
    ],
    ["capitals", "-- migrate:up\nSELECT 1;\n-- Migrate:Down\nSELECT 2;", 3, 1, "lower case"],
    [
      "a blank after the colon",
      "-- migrate:up\nSELECT 1;\n-- migrate: down\nSELECT 2;",
      3,
      1,
      "does not know",
    ],
    [
      "a blank before the colon",
      "-- migrate:up\nSELECT 1;\n-- migrate :down\nSELECT 2;",
      3,
      1,
      "does not know",
    ],
    [
      "a blank after the colon, and an option",
      "-- migrate:up\nSELECT 1;\n-- migrate: down \ttransaction:false\nSELECT 2;",
      3,
      1,
      "does not know",
    ],
    ["a mark at the end", "-- migrate:up\nSELECT 1;\n-- migrate:down;\nSELECT 2;", 3, 1, "does not know"],
  ])("%s", (_, text, line, column, says) => {
    expect(problemsIn(dbmate, text)).toEqual([
      { code: "HEADER_INVALID", line, column, says: expect.stringContaining(says) },
    ]);
  });
});

test("any name that begins with digits has a version, compared as a number", () => {
  const text = "-- migrate:up\n-- migrate:down";
  const names = ["10_b.sql", "9-a.sql", "0011.sql", "12c d.sql", "20240101120000_e.f.SQL"];
  const { files, problems } = readFiles(dbmate, Object.fromEntries(names.map((name) => [name, text])));
  expect(problems).toEqual([]);
  expect(files.map(({ version, name, stem }) => [version.text, name, stem])).toEqual([
    ["9", "a", "9-a"],
    ["10", "b", "10_b"],
    ["0011", "0011", "0011"],
    ["12", "c d", "12c d"],
    ["20240101120000", "e.f", "20240101120000_e.f"],
  ]);
});

test("a name without digits is refused, hidden and verify files are none of its business", () => {
  const text = "-- migrate:up\n-- migrate:down";
  const { files, problems } = readFiles(dbmate, {
    "schema.sql": text,
    "1_a.sql": text,
    "01_b.sql": text,
    "1_a.verify.sql": text,
    ".1_a.sql": text,
    "x/2_a.sql": text,
  });
  expect(files).toHaveLength(1);
  expect(problems.map(({ code, details }) => [code, details.at?.file])).toEqual([
    ["FILE_NAME_INVALID", "m/schema.sql"],
    ["VERSION_DUPLICATE", "m/1_a.sql"],
  ]);
});
