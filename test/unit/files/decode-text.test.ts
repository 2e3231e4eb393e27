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

test.each([
  ["a Latin-1 letter", bytes("😀é\ufffd\nab", [0xe9], "c"), 12, 2, 3],
  ["a character cut off at the end", bytes("a\r\n", [0xf0, 0x9f]), 3, 2, 1],
  ["a surrogate", bytes([0xed, 0xa0, 0x80]), 0, 1, 1],
  ["an overlong form", bytes("a", [0xc0, 0xaf]), 1, 1, 2],
])(
  "%s is not UTF-8, and the first wrong byte is named by offset and place",
  (_, given, offset, line, column) => {
    const decoded = decodeText(given);
    expect(decoded).toMatchObject({ kind: "problem", code: "FILE_NOT_UTF8", place: { line, column } });
    expect(decoded.kind === "problem" && decoded.message).toContain(`at offset ${offset} `);
  },
);

test.each([[[0xff, 0xfe]], [[0xfe, 0xff]]])("a UTF-16 file is called that", (mark) => {
  const decoded = decodeText(bytes(mark, [0x61, 0]));
  expect(decoded).toMatchObject({ kind: "problem", code: "FILE_NOT_UTF8" });
  expect(decoded.kind === "problem" && decoded.message).toContain("UTF-16");
});

test("a NUL byte is named by its place", () => {
  expect(decodeText(bytes("a\nbc\0"))).toMatchObject({
    kind: "problem",
    code: "FILE_HAS_NUL",
    place: { line: 2, column: 3 },
  });
});
