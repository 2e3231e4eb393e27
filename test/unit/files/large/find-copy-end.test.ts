import { describe, expect, test } from "vitest";
import { BytePlaces } from "../../../../src/files/large/byte-places.ts";
import { afterLineEnd, findCopyEnd } from "../../../../src/files/large/find-copy-end.ts";
import { splitLarge } from "../../../../src/files/large/split-large.ts";
import { sourceOf, watchedSource } from "./source-of.ts";

/** What is looked through at once. */
const STEP = 256 * 1024;

const nothing = (): void => undefined;

describe("the data of a COPY ends", () => {
  const HEAD = "COPY t FROM STDIN;\n";
  /** HEAD, `length` bytes of rows whose last ends in `end`, and `behind`. */
  const copyOf = (length: number, end: string, behind: string) =>
    HEAD + "x".repeat(length - end.length) + end + behind;

  test.each([
    ["before a line of its own", "\n", "\\.\nSELECT 1"],
    ["before one that ends in CRLF", "\r\n", "\\.\r\nSELECT 1"],
    ["before one that ends with the file", "\n", "\\."],
  ])("%s, wherever the search's steps are cut", (_, end, behind) => {
    for (const length of [2, STEP, 2 * STEP])
      for (const shift of length === 2 ? [0] : [-4, -3, -2, -1, 0, 1, 2]) {
        const text = copyOf(length + shift, end, behind);
        const to = HEAD.length + length + shift;
        expect(findCopyEnd(sourceOf(text), HEAD.length, nothing)).toEqual({
          from: HEAD.length,
          to,
          end: to + 2,
        });
      }
  });

  test("at its first byte, where there are no rows", () => {
    expect(findCopyEnd(sourceOf(`${HEAD}\\.\n`), HEAD.length, nothing)).toEqual({
      from: 19,
      to: 19,
      end: 21,
    });
  });

  test.each([
    ["what stands behind something on its line", "a", "\\.\n"],
    ["what something stands behind on its line", "\n", "\\.x\n"],
  ])("not at %s, wherever the search's steps are cut", (_, end, behind) => {
    for (const length of [STEP, 2 * STEP])
      for (const shift of [-4, -3, -2, -1, 0, 1, 2]) {
        const text = copyOf(length + shift, end, behind);
        const whole = { from: HEAD.length, to: text.length, end: text.length };
        expect(findCopyEnd(sourceOf(text), HEAD.length, nothing)).toEqual(whole);
      }
  });
});

test("data that is not closed is looked through once, a step at a time, and each step is told", () => {
  const source = watchedSource("x".repeat(2 * STEP + 100));
  const passed: number[] = [];
  findCopyEnd(source, 5, (to) => passed.push(to));
  expect(passed).toEqual([STEP + 5, 2 * STEP + 5, 2 * STEP + 100]);
  expect(source.reads.map(({ from, to }) => to - from <= STEP + 4 && from >= 4)).toEqual([true, true, true]);
});

test.each([
  ["\r\nx", 2],
  ["\rx", 1],
  ["\nx", 1],
  ["\n\n", 1],
  ["\r", 1],
  ["", 0],
])("the line behind %j begins %d further", (text, length) => {
  const source = watchedSource(`ab${text}`);
  expect(afterLineEnd(source, 2)).toBe(2 + length);
  expect(source.reads.every(({ from, to }) => to - from <= 2)).toBe(true);
});

test("the lines of data are counted while its end is looked for: it is not read again", () => {
  const DATA_FROM = 28;
  const text = `SELECT 1;COPY t FROM STDIN;\n${"1\té\n".repeat(250_000)}\\.\nSELECT 2;`;
  const source = watchedSource(text);
  const cut = { windowBytes: 1_000, statementBytes: 1_000_000, runBytes: 1, mayJoin: null };
  const { statements } = splitLarge(source, cut);
  expect(statements.map(({ line, column }) => [line, column])).toEqual([
    [1, 1],
    [1, 10],
    [250_003, 1],
  ]);
  let seenTo = 0;
  for (const { from, to } of source.reads.filter((read) => read.to > DATA_FROM)) {
    // Two readers beside each other: one looks for the end, one counts.
    expect(seenTo - from).toBeLessThan(2 * STEP);
    seenTo = Math.max(seenTo, to);
  }
});

test("places in their order, and one twice, cost one look at each byte", () => {
  const source = watchedSource("SELECT é;\n".repeat(1_000));
  const places = new BytePlaces(source);
  for (const offset of [11, 11, 5_500, 5_500, 10_999, 11_000, 11_000]) places.advance(offset);
  const looked = source.reads.reduce((sum, { from, to }) => sum + to - from, 0);
  // One more byte each time, to see whether a CR ends a line.
  expect(looked).toBeLessThanOrEqual(11_000 + source.reads.length);
});
