import { expect, test } from "vitest";
import { walkStatements } from "../../../../src/files/sql/walk-statements.ts";

/** What a walk of `text` tells, in its order, and where it ends; `last`: what it is stopped at. */
function walk(text: string, last = "") {
  const seen: unknown[] = [];
  const end = walkStatements(text, {
    onStatement: ({ from, to }, at, isCopy) => {
      seen.push({ statement: text.slice(from, to), at, isCopy });
      return text.slice(from, to) === last ? "stop" : null;
    },
    onCommand: ({ from, to }, openFrom) => {
      seen.push({ command: text.slice(from, to), openFrom });
      return text.slice(from, to) !== last;
    },
  });
  return { seen, end };
}

const FIRST = { statement: "SELECT 1", at: 9, isCopy: false };

test.each([
  ["in a statement", "SELECT 1; SELECT 2 \n", { from: 10, to: 18, isCopy: false }, 20],
  ["in a COPY", "SELECT 1; COPY t FROM STDIN", { from: 10, to: 27, isCopy: true }, 27],
  ["in blanks", "SELECT 1;\n", null, 10],
  ["in a line comment, which may go on", "SELECT 1; -- a", null, 10],
  ["behind one", "SELECT 1; -- a\n", null, 15],
])("of a text that ends %s is told what is open, and how far its blanks reach", (_, text, open, blankTo) => {
  expect(walk(text)).toEqual({ seen: [FIRST], end: { open, unterminated: null, told: 9, blankTo } });
});

test("of a text that ends in a string is told where that begins, and the statement around it", () => {
  const { seen, end } = walk("SELECT 1; SELECT 'a");
  expect(seen).toEqual([FIRST]);
  expect(end).toMatchObject({
    open: { from: 10, to: 16, isCopy: false },
    unterminated: { what: "string", offset: 17 },
    told: 9,
  });
});

test("a statement that a command of psql ends is told behind it, up to the backslash", () => {
  const { seen, end } = walk("SELECT 1 \\gexec\nSELECT 2;\\c a\n");
  expect(seen).toEqual([
    { command: "\\gexec", openFrom: 0 },
    FIRST,
    { statement: "SELECT 2", at: 25, isCopy: false },
    { command: "\\c a", openFrom: null },
  ]);
  expect(end).toEqual({ open: null, unterminated: null, told: 29, blankTo: 30 });
});

test.each([
  ["behind a statement", "SELECT 1; SELECT 2;", "SELECT 1", [FIRST], null],
  [
    "before a command",
    "SELECT 1;\\c a\nSELECT 2;",
    "\\c a",
    [FIRST, { command: "\\c a", openFrom: null }],
    null,
  ],
  [
    "before one in a statement, which stays open",
    "SELECT 1;SELECT \\c a\n2;",
    "\\c a",
    [FIRST, { command: "\\c a", openFrom: 9 }],
    { from: 9, to: 15, isCopy: false },
  ],
])("a walk that is stopped ends %s", (_, text, last, seen, open) => {
  const walked = walk(text, last);
  expect(walked.seen).toEqual(seen);
  expect(walked.end).toMatchObject({ open, unterminated: null, told: 9 });
});
