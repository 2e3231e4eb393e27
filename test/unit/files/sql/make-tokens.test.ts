import { describe, expect, test } from "vitest";
import { makeTokens } from "../../../../src/files/sql/make-tokens.ts";

const R = String.raw;

describe("the text of a token", () => {
  test.each([
    ["an unquoted word is folded as the server folds it", "SeLeCt", "word", "select"],
    ["letters beyond ASCII stay as they are", "ÉTÉ_Ü", "word", "ÉtÉ_Ü"],
    ["a dollar is part of a word", "A$b$", "word", "a$b$"],
    ["a quoted identifier loses its quotes and doubled quotes", '"A""b"', "quoted", 'A"b'],
    ["so does a Unicode one", 'U&"A""b"', "quoted", 'A"b'],
    ["a string is its body as written", "'it''s'", "string", "it''s"],
    ["an E string too", R`e'it\'s'`, "string", R`it\'s`],
    ["a national string begins at its letter", "N'a'", "string", "a"],
    ["a string that goes on has all of it", "'a'\n 'b'", "string", "a'\n 'b"],
    ["also over a line comment", "'a' -- '\n 'b'", "string", "a' -- '\n 'b"],
    ["a dollar-quoted string is what stands between the tags", "$a$ $b$ $a$", "string", " $b$ "],
    ["a parameter", "$12", "parameter", "$12"],
    ["a whole number", "1_000", "number", "1_000"],
    ["a decimal number", ".5", "number", ".5"],
    ["a number with a signed exponent", "1.5e-10", "number", "1.5e-10"],
    ["a hexadecimal number", "0x1F", "number", "0x1F"],
  ])("%s", (_, sql, kind, text) => expect(makeTokens(sql)).toEqual([{ kind, text, offset: 0 }]));
});

test("operators and punctuation are one symbol a character, with their offsets", () => {
  expect(makeTokens("a::b<=1").map(({ text, offset }) => [text, offset])).toEqual([
    ["a", 0],
    [":", 1],
    [":", 2],
    ["b", 3],
    ["<", 4],
    ["=", 5],
    ["1", 6],
  ]);
});

test("a sign behind a hexadecimal number is an operator, not an exponent's", () => {
  expect(makeTokens("0xe+5").map(({ text }) => text)).toEqual(["0xe", "+", "5"]);
});

test("comments are left out", () => {
  expect(makeTokens("a/*b*/--c\n d").map(({ text }) => text)).toEqual(["a", "d"]);
});

test("no more are made than asked for", () => {
  expect(makeTokens("a b c d", 2)).toHaveLength(2);
});

test("they end quietly where a quote is left open", () => {
  expect(makeTokens("a b 'c").map(({ text }) => text)).toEqual(["a", "b"]);
});
