import { describe, expect, test } from "vitest";
import { HeadBudget, LargeCopyData, LargeStatement } from "../../../../src/files/large/large-statement.ts";
import { watchedSource } from "./source-of.ts";

const HEAD = 64_000;
const RUN_HEAD = 4_096;

/** The statement that all of `text` but its first and last byte is. */
function statementOf(text: string, count = 1, heads = new HeadBudget()) {
  const source = watchedSource(text);
  const span = { from: 1, to: Buffer.byteLength(text) - 1 };
  const statement = new LargeStatement(
    source,
    span,
    { line: 3, column: 2 },
    { count, copyData: null, heads },
  );
  return { statement, source };
}

describe("the head of a statement", () => {
  test("is all of a short one, whatever it ends with", () => {
    const { statement } = statementOf(" SELECT é AS a\ufffd;");
    expect(statement).toMatchObject({ head: "SELECT é AS a\ufffd", size: 17, line: 3, column: 2 });
  });

  test("is the beginning of a long one: more of a statement of its own than of a run", () => {
    const text = ` ${"x".repeat(HEAD + 1)};`;
    expect(statementOf(text).statement.head).toBe("x".repeat(HEAD));
    expect(statementOf(text, 2).statement.head).toBe("x".repeat(RUN_HEAD));
  });

  test.each([1, 2, 3])("has no half character where the cut leaves %d bytes of one", (bytes) => {
    const begin = `\ufffd${"x".repeat(RUN_HEAD - 3 - bytes)}`;
    expect(statementOf(` ${begin}😀😀;`, 2).statement.head).toBe(begin);
  });

  test("is kept as far as the file's budget goes, and read again behind that", () => {
    const heads = new HeadBudget();
    const first = statementOf(` ${"a".repeat(100)};`, 1, heads);
    expect(heads.take(16 * 1024 * 1024 - 100)).toBe(true);
    const second = statementOf(` ${"b".repeat(100)};`, 1, heads);
    expect(second.source.reads).toEqual([]);
    expect([first, second].map(({ statement }) => statement.head)).toEqual([
      "a".repeat(100),
      "b".repeat(100),
    ]);
    expect([first, second].map(({ source }) => source.reads)).toEqual([
      [{ from: 1, to: 101 }],
      [{ from: 1, to: 101 }],
    ]);
  });
});

test("the tokens of a statement are those of its whole text", () => {
  const tokens = statementOf(" SELECT 'é';").statement.tokens;
  expect(tokens.map(({ kind, text }) => [kind, text])).toEqual([
    ["word", "select"],
    ["string", "é"],
  ]);
});

test.each([
  [0, []],
  [1, [1]],
  [256 * 1024, [256 * 1024]],
  [256 * 1024 + 1, [256 * 1024, 1]],
])("%d bytes of data come in pieces of no more than 256 KiB, none of them empty", (size, lengths) => {
  const source = watchedSource(`COPY${"x".repeat(size)}\\.`);
  const data = new LargeCopyData(source, { from: 4, to: 4 + size, end: 6 + size }, 2);
  expect([...data.chunks()].map(({ length }) => length)).toEqual(lengths);
});
