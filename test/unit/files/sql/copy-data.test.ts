import { describe, expect, test } from "vitest";
import { type CopyData, copyDataAt, TextCopyData } from "../../../../src/files/sql/copy-data.ts";
import { splitStatements } from "../../../../src/files/sql/split-statements.ts";

describe("COPY FROM STDIN", () => {
  const only = (text: string) =>
    splitStatements(text).statements.map(({ sql, copyData }) => [sql, dataOf(copyData)]);
  const dataOf = (data: CopyData | null) =>
    data === null ? null : Buffer.concat([...data.chunks()]).toString();

  test("takes the lines below it as data, which are not read as SQL", () => {
    const text = "COPY t (a, b) FROM stdin WITH (FORMAT text);\n1\tit's; $$ /*\n2\t\\N\n\\.\nSELECT 1;";
    expect(only(text)).toEqual([
      ["COPY t (a, b) FROM stdin WITH (FORMAT text)", "1\tit's; $$ /*\n2\t\\N\n"],
      ["SELECT 1", null],
    ]);
  });

  test("keeps places right behind the data", () => {
    const { statements } = splitStatements("COPY t FROM STDIN;\n1\n2\n\\.\n\n  SELECT 1");
    expect(statements[1]).toMatchObject({ line: 6, column: 3 });
  });

  const cases: [promise: string, text: string, expected: (string | null)[][]][] = [
    [
      "has no data when \\. follows at once",
      "COPY t FROM STDIN;\n\\.\nSELECT 1",
      [
        ["COPY t FROM STDIN", ""],
        ["SELECT 1", null],
      ],
    ],
    [
      "goes on to the end of the file without \\.",
      "COPY t FROM STDIN;\n1\n2",
      [["COPY t FROM STDIN", "1\n2"]],
    ],
    ["has none at the very end", "COPY t FROM STDIN", [["COPY t FROM STDIN", ""]]],
    [
      "is not ended by \\. inside a line",
      "COPY t FROM STDIN;\na\\.\n\\.b\n\\.",
      [["COPY t FROM STDIN", "a\\.\n\\.b\n"]],
    ],
    [
      "reads CRLF files",
      "COPY t FROM STDIN;\r\n1\r\n\\.\r\nSELECT 1;\r\n",
      [
        ["COPY t FROM STDIN", "1\r\n"],
        ["SELECT 1", null],
      ],
    ],
    [
      "has its data behind a comment on its line",
      "COPY t FROM STDIN; -- rows\n1\n\\.\n",
      [["COPY t FROM STDIN", "1\n"]],
    ],
    [
      "shares its line with others as in psql: the data comes after the line, in turn",
      "COPY t FROM STDIN; COPY u FROM STDIN; SELECT 1;\n1\n\\.\n2\n\\.\nSELECT 2",
      [
        ["COPY t FROM STDIN", "1\n"],
        ["COPY u FROM STDIN", "2\n"],
        ["SELECT 1", null],
        ["SELECT 2", null],
      ],
    ],
    [
      "from a file has no data",
      "COPY t FROM '/x';\nSELECT 1;",
      [
        ["COPY t FROM '/x'", null],
        ["SELECT 1", null],
      ],
    ],
    [
      "to somewhere has no data",
      "COPY t TO STDOUT;\nSELECT 1;",
      [
        ["COPY t TO STDOUT", null],
        ["SELECT 1", null],
      ],
    ],
    [
      "of a query is not fooled by its FROM",
      "COPY (SELECT 1 FROM stdin) TO STDOUT;\nSELECT 1",
      [
        ["COPY (SELECT 1 FROM stdin) TO STDOUT", null],
        ["SELECT 1", null],
      ],
    ],
  ];
  test.each(cases)("%s", (_, text, expected) => expect(only(text)).toEqual(expected));

  test("is given out in pieces that cut no character", () => {
    const text = `x${"😀".repeat(70_000)}`;
    const pieces = [...new TextCopyData(text, 0, 1).chunks()].map((piece) => piece.toString());
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.join("")).toBe(text);
  });

  test.each([
    ["at the beginning of a text", "\\.\n1\n\\.", 0, { to: 0, end: 2 }],
    ["in the middle of a line", "1\\.\n\\.", 1, { to: 1, end: 3 }],
    ["in that of another", "\\.1\n\\.", 2, { to: 4, end: 6 }],
  ])("has data that may begin %s", (_, text, from, data) => expect(copyDataAt(text, from)).toEqual(data));

  test("says on which line of the file it begins, and where it ends", () => {
    const text = "SELECT 1;\r\nCOPY t FROM STDIN; COPY u FROM STDIN;\n1\n2\n\\.\n3\n\\.\nSELECT 2";
    const data = splitStatements(text).statements.map(({ copyData }) => copyData);
    expect(data.map((one) => one && [one.line, one.end])).toEqual([
      null,
      [3, text.indexOf("\\.") + 2],
      [6, text.lastIndexOf("\\.") + 2],
      null,
    ]);
  });
});
