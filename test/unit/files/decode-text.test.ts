import { expect, test } from "vitest";
import { decodeText } from "../../../src/files/decode-text.ts";

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));

test("text is text, whatever characters it has", () => {
  expect(decodeText(bytes("a é 😀 \ufffd\r\n"))).toEqual({ kind: "text", text: "a é 😀 \ufffd\r\n" });
});

test("a byte order mark is not part of it", () => {
  expect(decodeText(bytes([0xef, 0xbb, 0xbf], "a"))).toEqual({ kind: "text", text: "a" });
});

const IN_POWERSHELL = "Save it as UTF-8: in PowerShell, `Set-Content -Encoding utf8` in place of `>`.";

test.each([
  ["a Latin-1 letter", bytes("😀é\ufffd\nab", [0xe9], "c"), "0xE9", 12, 2, 3],
  ["a character cut off at the end", bytes("a\r\n", [0xf0, 0x9f]), "0xF0", 3, 2, 1],
  ["a surrogate", bytes([0xed, 0xa0, 0x80]), "0xED", 0, 1, 1],
  ["an overlong form", bytes("a", [0xc0, 0xaf]), "0xC0", 1, 1, 2],
  ["half a mark of UTF-16", bytes([0xff], "a"), "0xFF", 0, 1, 1],
  ["half the other mark", bytes([0xfe], "a"), "0xFE", 0, 1, 1],
  ["the second half of a mark", bytes("a", [0xfe]), "0xFE", 1, 1, 2],
  ["the second half of the other", bytes("a", [0xff]), "0xFF", 1, 1, 2],
])(
  "%s is not UTF-8, and the first wrong byte is named by offset and place",
  (_, given, hex, offset, line, column) => {
    expect(decodeText(given)).toEqual({
      kind: "problem",
      code: "FILE_NOT_UTF8",
      message: `The file is not UTF-8: byte ${hex} at offset ${offset} begins no character.`,
      hint: "Save it as UTF-8. Latin-1 and Windows-1252 files look the same until the first accented letter.",
      place: { line, column },
    });
  },
);

test.each([[[0xff, 0xfe]], [[0xfe, 0xff]]])("a UTF-16 file is called that", (mark) => {
  expect(decodeText(bytes(mark, [0x61, 0]))).toEqual({
    kind: "problem",
    code: "FILE_NOT_UTF8",
    message: "The file is UTF-16, as some editors and shells on Windows write it.",
    hint: IN_POWERSHELL,
    place: { line: 1, column: 1 },
  });
});

test("a NUL byte is named by its place", () => {
  expect(decodeText(bytes("a\nbc\0"))).toEqual({
    kind: "problem",
    code: "FILE_HAS_NUL",
    message: "The file has a NUL byte, which PostgreSQL accepts in no text.",
    hint: `Take it out. Is the file binary, or UTF-16? ${IN_POWERSHELL}`,
    place: { line: 2, column: 3 },
  });
});
