import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { cutToWidth, displayWidth, wrapToWidth } from "../../../../src/report/text/display-width.ts";

test.each([
  ["", 0],
  ["001_create_users", 16],
  ["✓ • ✗ …", 7],
  ["日本語", 6],
  ["ﾊﾝｶｸ", 4],
  ["Ｆｕｌｌ", 8],
  ["한국어", 6],
  ["\u1112\u1161\u11ab", 2],
  ["e\u0301le\u0300ve", 5],
  ["é", 1],
  ["😀", 2],
  ["👩‍👩‍👧‍👦", 2],
  ["👍🏽", 2],
  ["🇫🇷", 2],
  ["❤️", 2],
  ["1️⃣", 2],
  ["a👩‍🚀b日", 6],
  ["\u001b[32m✓ 日\u001b[39m", 4],
])("%j takes %i columns", (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

test("every single character is as wide as Node's own console takes it to be, by Unicode's tables", () => {
  // Aside: what no terminal draws alone (unassigned, private, control, half of a flag, what conjoins in Hangul), and what
  // Node takes apart into two before it counts (notes of music).
  const skipped =
    /[\p{Cn}\p{Co}\p{Cc}\p{Cs}\p{Regional_Indicator}\u1160-\u11ff\u00ad\u302a-\u302d\u3099\u309a\ud7b0-\ud7ff\u{16fe4}\u{1d15e}-\u{1d1c0}]/u;
  const script = `const { getStringWidth } = require("internal/util/inspect"); const widths = [];
for (let code = 0x20; code <= 0x3ffff; code++) widths.push(code >= 0xd800 && code <= 0xdfff ? 0 : getStringWidth(String.fromCodePoint(code)));
process.stdout.write(widths.join(""));`;
  const theirs = execFileSync(process.execPath, ["--expose-internals", "-e", script], {
    encoding: "utf8",
    maxBuffer: 2 ** 20,
  });
  const differing: string[] = [];
  for (let code = 0x20; code <= 0x3ffff; code++) {
    const character = String.fromCodePoint(code);
    const width = Number(theirs[code - 0x20]);
    if (skipped.test(character) || displayWidth(character) === width) continue;
    differing.push(`${code.toString(16)}: ${displayWidth(character)}, theirs ${width}`);
  }
  expect(differing).toEqual([]);
});

test.each([
  ["001_create_users", 16, "001_create_users"],
  ["001_create_users", 15, "001_create_use…"],
  ["日本語", 5, "日本…"],
  ["日本語", 4, "日…"],
  ["e\u0301e\u0301e\u0301", 2, "e\u0301…"],
  ["a👩‍👩‍👧‍👦b", 3, "a…"],
])("%j in %i columns is %j", (text, width, wanted) => {
  expect(cutToWidth(text, width)).toBe(wanted);
});

test.each([
  ["one two three", 20, 0, 2, ["one two three"]],
  ["one two three", 8, 0, 2, ["one two", "  three"]],
  ["one two three", 9, 4, 4, ["    one", "    two", "    three"]],
  ["abcdefgh ij", 6, 2, 2, ["  abcd", "  efgh", "  ij"]],
  ["a abcdefgh", 4, 0, 0, ["a", "abcd", "efgh"]],
  ["a  b", 4, 0, 0, ["a  b"]],
  ["日本語 日本", 4, 0, 0, ["日本", "語", "日本"]],
  ["", 4, 0, 2, [""]],
  ["日", 1, 0, 0, ["日"]],
])("%j in lines of %i, indented by %i and %i, is %j", (text, width, first, next, wanted) => {
  expect(wrapToWidth(text, width, first, next)).toEqual(wanted);
});
