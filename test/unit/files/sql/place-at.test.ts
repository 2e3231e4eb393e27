import { expect, test } from "vitest";
import { offsetOfPosition, PlaceTracker, placeAt } from "../../../../src/files/sql/place-at.ts";

test.each([
  ["the beginning is line 1, column 1", "abc", 0, 1, 1],
  ["an emoji is one column", "😀b", 2, 1, 2],
  ["a line ends with LF", "a\nbc", 3, 2, 2],
  ["a line ends with CRLF, once", "a\r\nbc", 4, 2, 2],
  ["a line ends with a lone CR", "a\rbc", 3, 2, 2],
  ["half an emoji without its other half is one column", "\ude00b", 1, 1, 2],
  ["its first half too, and so is what follows", "\ud83db", 2, 1, 3],
  ["even where that is none of ASCII's", "\ud83d！", 2, 1, 3],
  ["a rat is one column, whose half is the first of its kind", "🐀b", 2, 1, 2],
  ["a dark skin is one, whose half is the last", "🏿b", 2, 1, 2],
  ["beyond the end is the end", "a\nb", 99, 2, 2],
])("%s", (_, text, offset, line, column) => expect(placeAt(text, offset)).toEqual({ line, column }));

test("ascending offsets are the places that each has by itself", () => {
  const text = "a\r\n😀b\rc\n\nd";
  const places = new PlaceTracker(text);
  for (let offset = 0; offset <= text.length; offset++) {
    expect(places.advance(offset)).toEqual(placeAt(text, offset));
  }
});

test.each([
  ["position 1 is the first character", "abc", 1, 0],
  ["an emoji before it counts as one", "😀é😀b", 4, 5],
  ["so does each half of one alone", "a\ude00\ud83db", 4, 3],
  ["line ends count", "a\r\nb", 4, 3],
  ["behind the last character is the length", "ab", 3, 2],
  ["beyond that too", "ab", 30, 2],
])("%s", (_, text, position, offset) => expect(offsetOfPosition(text, position)).toBe(offset));
