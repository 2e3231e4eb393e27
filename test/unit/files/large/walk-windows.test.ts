import { describe, expect, test } from "vitest";
import { splitLarge } from "../../../../src/files/large/split-large.ts";
import { watchedSource } from "./source-of.ts";

/** What is made of a text, and the most bytes that were read of it at once. */
function split(text: string, statementBytes = 1_000_000) {
  const source = watchedSource(text);
  const cut = { windowBytes: 40, statementBytes, runBytes: 1, mayJoin: null };
  const { statements, problems } = splitLarge(source, cut);
  const most = Math.max(...source.reads.map(({ from, to }) => to - from));
  return { statements: statements.map(({ sql }) => sql), problems, most };
}

describe("a file is held in memory", () => {
  test("no more than a window of it, where its statements are shorter", () => {
    const { statements, most } = split("SELECT 1;\n".repeat(200));
    expect(statements).toHaveLength(200);
    expect(most).toBeLessThanOrEqual(40);
  });

  test("no more than twice its longest statement, and a window again behind it", () => {
    const long = `SELECT '${"x".repeat(200)}'`;
    const source = watchedSource(`${long};${"SELECT 1;\n".repeat(200)}`);
    splitLarge(source, { windowBytes: 40, statementBytes: 1_000_000, runBytes: 1, mayJoin: null });
    const lengths = source.reads.map(({ from, to }) => (from > 400 ? 0 : to - from));
    expect(Math.max(...lengths)).toBeLessThanOrEqual(2 * long.length);
    const behind = source.reads.filter(({ from }) => from > 400).map(({ from, to }) => to - from);
    expect(Math.max(...behind)).toBeLessThanOrEqual(40);
  });
});

describe("a file that is longer than a statement may be", () => {
  test("may have COPYs and marks of a dump on its way, and several COPYs on one line", () => {
    const rows = "1\n".repeat(100);
    const text = `\\restrict é\nCOPY a FROM STDIN; COPY b FROM STDIN; SELECT 1;\n${rows}\\.\n${rows}\\.\n${"SELECT 2;\n".repeat(50)}`;
    const { statements, problems } = split(text, 100);
    expect(problems).toEqual([]);
    expect(statements).toHaveLength(53);
  });

  test("is refused where a comment is left open, with its place", () => {
    const { problems } = split(`SELECT 1;\n${" ".repeat(20)}\n  /*${"é ".repeat(200)}`, 100);
    const message = "This statement has not ended after 0 MiB.";
    expect(problems).toMatchObject([{ code: "SQL_UNTERMINATED", message, line: 3, column: 3 }]);
  });
});
