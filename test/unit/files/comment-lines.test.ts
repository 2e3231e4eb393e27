import { expect, test } from "vitest";
import { collectCommentLines, makeCommentLines } from "../../../src/files/comment-lines.ts";
import { splitStatements } from "../../../src/files/sql/split-statements.ts";

const linesOf = (text: string) =>
  makeCommentLines(text, splitStatements(text).statements).map(({ text, offset, isAtHead, isAtEnd }) => [
    text,
    offset,
    [...(isAtHead ? ["head"] : []), ...(isAtEnd ? ["end"] : [])].join(),
  ]);

test.each<[string, readonly (readonly [string, number, string])[]]>([
  ["", []],
  ["SELECT 1;", []],
  ["-- a", [["-- a", 0, "head,end"]]],
  [
    " -- a \r\n--b\nSELECT 1; -- c\n\t-- d\nSELECT 2\n;\n--e\n",
    [
      ["-- a ", 1, "head"],
      ["--b", 8, "head"],
      ["-- d", 28, ""],
      ["--e", 44, "end"],
    ],
  ],
  ["/*\n-- a\n*/ SELECT 1 /*\n-- b\n*/;\n/* c */ -- d", [["-- d", 40, "end"]]],
  ["COPY t FROM stdin;\n-- a\n\\.\n-- b\nSELECT '\n-- c\n';", [["-- b", 27, ""]]],
])("the comments of %j that have a line to themselves, outside statements", (text, lines) => {
  expect(linesOf(text)).toEqual(lines);
});

test.each([
  ["  SELECT", { from: 0, to: 2, isLineStart: true }, [], true],
  ["; \n", { from: 0, to: 3, isLineStart: false }, [], true],
  [";  ", { from: 0, to: 3, isLineStart: true }, [], false],
  ["-- a\n-- b", { from: 0, to: 5, isLineStart: false }, [], true],
  ["-- a\n-- b", { from: 0, to: 9, isLineStart: true }, ["-- a", "-- b"], true],
  ["/* never closed\n-- a", { from: 0, to: 20, isLineStart: true }, [], true],
])(
  "the gap in %j at %j has the lines %j; only blanks on its last line: %s",
  (text, gap, lines, isLineStart) => {
    const found = collectCommentLines(text, gap);
    expect([found.lines.map((line) => line.text), found.isLineStart]).toEqual([lines, isLineStart]);
  },
);
