import { expect, test } from "vitest";
import { cutAtMarkers, keepRanges } from "../../../../src/files/layouts/sections.ts";

test.each([
  ["LF", "\n"],
  ["CR LF", "\r\n"],
  ["a lone CR", "\r"],
])("what is left out is blank, line by line, with its line ends: %s", (_, end) => {
  const long = "x".repeat(300);
  const text = ["ab", long, "", "keep this", "not this"].join(end);
  const from = text.indexOf("keep");
  const kept = keepRanges(text, [{ from: from + 5, to: from + 9 }]);
  expect(kept).toBe(["  ", " ".repeat(300), "", "     this"].join(end));
});

test("a range that ends a statement is followed by a semicolon, where another follows it", () => {
  const text = "a b c";
  const ranges = [
    { from: 0, to: 1, ends: "statement" },
    { from: 2, to: 3, ends: "statement" },
    { from: 4, to: 5, ends: "statement" },
  ] as const;
  expect(keepRanges(text, ranges)).toBe("a;b;c");
  expect(keepRanges(text, [{ from: 0, to: 1 }, ...ranges.slice(1, 2)])).toBe("a b");
});

test("a line end right behind what is kept stays one", () => {
  const ranges = [
    { from: 0, to: 1 },
    { from: 5, to: 6 },
  ];
  expect(keepRanges("a\nxx\nb", ranges)).toBe("a\n  \nb");
});

test("a part without a character has no range: a way back of nothing but its marker is empty", () => {
  const markers = [
    { from: 0, to: 4, begins: "up", ends: "statement" },
    { from: 7, to: 11, begins: "down", ends: "statement" },
  ] as const;
  expect(cutAtMarkers("--up\na\n--dn", markers, "both")).toEqual({
    up: [{ from: 4, to: 7, ends: "statement" }],
    down: [],
  });
});
