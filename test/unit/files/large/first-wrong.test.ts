import { describe, expect, test } from "vitest";
import { FirstWrong } from "../../../../src/files/large/first-wrong.ts";

/** What is wrong in pieces of these lengths, the last as long as the rest. */
function wrongIn(bytes: Buffer, lengths: readonly number[]) {
  const first = new FirstWrong();
  let at = 0;
  for (const length of lengths) {
    first.see(bytes.subarray(at, at + length));
    at += length;
  }
  first.see(bytes.subarray(at));
  return first.end();
}

const notUtf8 = (offset: number) => ({ code: "FILE_NOT_UTF8", offset });
const hasNul = (offset: number) => ({ code: "FILE_HAS_NUL", offset });

/** Bytes in hex, blanks left out. Source: RFC 3629. */
const CASES: readonly (readonly [string, string, ReturnType<typeof notUtf8 | typeof hasNul> | null])[] = [
  ["nothing", "", null],
  ["characters of one to four bytes", "61 c3a9 e0a485 e282ac f09f9880 f48fbfbf 62", null],
  ["no more than continuation bytes", "80 80 80 80 80", notUtf8(0)],
  ["one behind characters of each length", "61 c3a9 e0a485 f09f9880 80 62", notUtf8(10)],
  ["a beginning of two behind a letter", "61 c3", notUtf8(1)],
  ["a beginning of three, cut by a letter", "61 e282 61 62", notUtf8(1)],
  ["a beginning of four, cut by the end", "c3a9 f09f98", notUtf8(2)],
  ["a beginning of four, cut by another", "f09f f09f9880", notUtf8(0)],
  ["a letter in two bytes", "61 c080 61", notUtf8(1)],
  ["half of a pair of UTF-16", "e282ac eda080", notUtf8(3)],
  ["what is beyond Unicode", "61 f4908080", notUtf8(1)],
  ["two that are wrong", "61 ff 62 fe", notUtf8(1)],
  ["a NUL and another", "61 00 62 00", hasNul(1)],
  ["a NUL before what is no UTF-8", "00 61 ff", notUtf8(2)],
];

describe("the first wrong byte is found, wherever the pieces are cut", () => {
  test.each(CASES)("%s", (_, hex, expected) => {
    const bytes = Buffer.from(hex.replaceAll(" ", ""), "hex");
    for (let first = 0; first <= bytes.length; first++)
      for (let second = 0; second <= bytes.length - first; second++)
        expect(wrongIn(bytes, [first, second])).toEqual(expected);
    expect(
      wrongIn(
        bytes,
        Array.from(bytes, () => 1),
      ),
    ).toEqual(expected);
  });
});
