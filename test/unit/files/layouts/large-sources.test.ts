import { describe, expect, test } from "vitest";
import { dbmate } from "../../../../src/files/layouts/dbmate.ts";
import { flyway } from "../../../../src/files/layouts/flyway.ts";
import type { LayoutReader, SourceFile } from "../../../../src/files/layouts/layout.ts";
import { plain } from "../../../../src/files/layouts/plain.ts";
import { tern } from "../../../../src/files/layouts/tern.ts";
import { placeInSource, textPieces } from "../../../../src/files/layouts/text-pieces.ts";
import { makeScript } from "../../../../src/files/make-script.ts";
import type { WayBack } from "../../../../src/files/migration-file.ts";
import { placeAt } from "../../../../src/files/sql/place-at.ts";
import { LEDGER_NAME } from "../../../support/plan-values.ts";
import { largeSource } from "../large/source-of.ts";

const large = (text: string, name = "001_a.sql"): SourceFile => largeSource(name, text, 64 * 1024);
/** Lines of some 1 KB each: 2,500 of them take three pieces. */
const lines = (count: number, length = 1_000) =>
  Array.from({ length: count }, (_, index) => `-- ${index} é${"x".repeat(length)}\n`).join("");

describe("the text of a large file is looked at in pieces", () => {
  const whole = `\ufeff${lines(2_500)}SELECT 1`;
  const text = whole.slice(1);
  const piecesOf = () => [...textPieces(large(whole), null)];

  test("of whole lines, about a million bytes each, which leave nothing out", () => {
    const pieces = piecesOf();
    expect(pieces.map((piece) => piece.text).join("")).toBe(text);
    expect(pieces).toHaveLength(3);
    expect(pieces.slice(0, -1).every((piece) => piece.text.endsWith("\n"))).toBe(true);
  });

  test("whose places are those in the file", () => {
    const pieces = piecesOf();
    const [first = "", second = ""] = pieces.map((piece) => piece.text);
    const at = second.indexOf("é") + 1;
    expect(pieces[1]?.placeOf(at)).toEqual(placeAt(text, first.length + at));
    expect(pieces[0]?.placeOf(0)).toEqual({ line: 1, column: 1 });
  });

  test("that are longer where a line is", () => {
    const long = `-- ${"y".repeat(2_600_000)}\nSELECT 1;\n`;
    const found = [...textPieces(large(long), null)].map((piece) => piece.text);
    expect(found.join("")).toBe(long);
    expect(found[0]?.startsWith(`-- ${"y".repeat(1_000)}`)).toBe(true);
    expect(found.at(-1)?.endsWith("SELECT 1;\n")).toBe(true);
  });

  test("within what was asked for", () => {
    const source = large("-- a\n-- b\n-- c\n");
    const range = { from: source.text.indexOf("-- b"), to: source.text.indexOf("-- c") };
    const found = [...textPieces(source, range)];
    expect(found.map((piece) => piece.text)).toEqual(["-- b\n"]);
    expect(found[0]?.placeOf(3)).toEqual({ line: 2, column: 4 });
    expect(placeInSource(source, range.from + 1)).toEqual({ line: 2, column: 2 });
  });
});

test("the text of another file is one piece, within what was asked for", () => {
  const source = { name: "a.sql", file: "m/a.sql", text: "-- a\n-- b\n-- c\n" };
  const found = [...textPieces(source, { from: 5, to: 10 })];
  expect(found.map((piece) => piece.text)).toEqual(["-- b\n"]);
  expect(found[0]?.placeOf(3)).toEqual({ line: 2, column: 4 });
  expect([...textPieces(source, null)].map((piece) => piece.text)).toEqual([source.text]);
  expect(placeInSource(source, 6)).toEqual({ line: 2, column: 2 });
});

const statementsOf = (way: WayBack | null) =>
  way &&
  makeScript(way, LEDGER_NAME).statements.map(({ sql, line, column }) => `${line}:${column} ${sql.trim()}`);

/** What `reader` makes of one large file. */
function readLarge(reader: LayoutReader, text: string, name = "001_a.sql") {
  const { files, problems } = reader.makeMigrations([large(text, name)]);
  return {
    ways: files.map((file) => [statementsOf(file), statementsOf(file.down)]),
    problems: problems.map(({ code, message, details }) => [
      code,
      details.at?.line,
      details.at?.column,
      message,
    ]),
  };
}

describe("tern divides a large file", () => {
  const LINE = "---- create above / drop below ----";

  test("at a line of its own, also where that is indented", () => {
    expect(readLarge(tern, `SELECT 1;\n \t${LINE}\nSELECT 2;\n`)).toEqual({
      ways: [[["1:1 SELECT 1"], ["3:1 SELECT 2"]]],
      problems: [],
    });
  });

  test.each([
    ["behind a statement", `SELECT 1; ${LINE}\nSELECT 2;\n`, 1, 11],
    ["where the first line is one of its own", `${LINE}\nSELECT 1; ${LINE}\n`, 2, 11],
    ["behind one of its own", `SELECT 1;\n${LINE}\nSELECT 'é'; ${LINE}\n`, 3, 13],
  ])("and refuses it %s, where it would not be seen", (_, text, line, column) => {
    expect(readLarge(tern, text).problems).toEqual([
      ["HEADER_INVALID", line, column, expect.stringContaining("in the middle of a line")],
    ]);
  });

  test("and says where the line is to stand", () => {
    expect(tern.makeMigrations([large(`SELECT 1; ${LINE}\n`)]).problems).toMatchObject([
      { details: { hint: "Give the separator a line of its own." } },
    ]);
  });

  test("and refuses a template in what is no comment", () => {
    expect(readLarge(tern, "SELECT 1;\nSELECT '{{a}}';\n").problems).toEqual([
      ["FILE_UNSUPPORTED", 2, 9, expect.stringContaining("an action of a template")],
    ]);
  });
});

test("a place in the outline of a large file is that in the file", () => {
  const source = large(`${"SELECT 1;\n".repeat(1_000)}  -- c\n`);
  expect(placeAt(source.text, source.text.indexOf("-- c")).line).toBeLessThan(1_001);
  expect(placeInSource(source, source.text.indexOf("-- c"))).toEqual({ line: 1_001, column: 3 });
});

test("a placeholder of Flyway's is found in every piece of a large file", () => {
  const { problems } = flyway.makeMigrations([large(`${lines(1_500)}SELECT '\${x}';\n`, "V1__a.sql")]);
  expect(problems).toMatchObject([
    { code: "FILE_UNSUPPORTED", details: { at: { file: "m/V1__a.sql", line: 1_501, column: 9 } } },
  ]);
});

test("each way of a large file has its own statements at their places", () => {
  const text = "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n";
  expect(readLarge(dbmate, text)).toEqual({ ways: [[["2:1 SELECT 1"], ["4:1 SELECT 2"]]], problems: [] });
});

test("a large migration is read from its file when it is run: its text is not held", () => {
  const { files } = plain.makeMigrations([large("SELECT 1;", "1_a.sql"), large("SELECT 2;", "1_a.down.sql")]);
  const held = { text: "", large: expect.anything() };
  expect(files).toMatchObject([{ ...held, down: held }]);
});

test("a large file of questions is refused by its name", () => {
  const sources = [large("SELECT 1;"), large("SELECT true;", "001_a.verify.sql")];
  expect(plain.makeMigrations(sources).problems).toMatchObject([
    {
      code: "FILE_UNSUPPORTED",
      message: "m/001_a.verify.sql: a file of questions has at most 8 MB.",
      details: {
        at: { file: "m/001_a.verify.sql", line: 1, column: 1 },
        hint: "Keep the queries that show that the migration did what it should.",
      },
    },
  ]);
});
