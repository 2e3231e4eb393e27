import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Outline, OutlineMaker } from "../../../../src/files/large/outline.ts";
import { blocksOf } from "./source-of.ts";

/** The outline of a file that comes in `pieces`, the first at `start`; each is overwritten once it has been seen. */
function outlineOf(pieces: readonly (string | Buffer)[], headLength: number, start = 0): Outline {
  const maker = new OutlineMaker(start, headLength);
  for (const piece of pieces) {
    const scratch = Buffer.from(piece);
    maker.see(scratch);
    scratch.fill("#");
  }
  return maker.end();
}

/** Where each offset of an outline stands in the file, its end too; as many as its UTF-16 units and one. */
const placesOf = ({ text, toBytes }: Outline): number[] =>
  Array.from({ length: text.length + 1 }, (_, offset) => toBytes(offset));

const WHOLE_HEAD = 65_536;
const S = "SELECT;\n";

interface Named {
  readonly what: string;
  readonly pieces: readonly string[];
  readonly text: string;
}

describe("where the head has ended, an outline has a file's comment lines, and placeholders between them", () => {
  test.each<Named>([
    { what: "nothing for an empty file", pieces: [], text: "" },
    { what: "a comment at the file's beginning", pieces: ["-- a\nx;"], text: `-- a\n${S}` },
    {
      what: "comments that follow each other",
      pieces: ["-- a\n--b\n--\n---\n"],
      text: "-- a\n--b\n--\n---\n",
    },
    { what: "indented comments as they are", pieces: ["x;\n  -- a\n\t --b\n"], text: `${S}  -- a\n\t --b\n` },
    { what: "a comment that the file ends in", pieces: ["x;\n-- a"], text: `${S}-- a` },
    { what: "one statement for many", pieces: ["x;\ny;\n\nz;\n-- a\n"], text: `${S}-- a\n` },
    { what: "one statement for many, at the end too", pieces: ["-- a\nx;\ny;\n"], text: `-- a\n${S}` },
    { what: "a line end for what is blank", pieces: ["-- a\n \t\r\f\v\n\n-- b\n"], text: "-- a\n\n-- b\n" },
    { what: "a line end before a statement for blanks", pieces: ["-- a\n\n  x;\n"], text: `-- a\n\n${S}` },
    { what: "no line end for blanks inside of a statement", pieces: ["x", " ", "\n", " y;\n"], text: S },
    {
      what: "no comment that begins behind something",
      pieces: ["x; -- a\n-- b\ny -- c"],
      text: `${S}-- b\n${S}`,
    },
    { what: "no comment that begins behind a lone CR", pieces: ["x;\r-- a\n"], text: S },
    { what: "no comment behind a form feed", pieces: ["\f-- a\n"], text: `\n${S}` },
    { what: "no comment for one dash", pieces: ["- a\n-"], text: S },
    { what: "the comment behind a minus of a minus", pieces: ["x - -1;\n-- a\n"], text: `${S}-- a\n` },
  ])("$what", ({ pieces, text }) => {
    expect(outlineOf(pieces, 0)).toMatchObject({ text, isCut: false });
    const file = Buffer.from(pieces.join(""));
    for (const size of [1, 2, 3]) expect(outlineOf(blocksOf(file, size), 0).text).toBe(text);
  });

  test.each<Named>([
    { what: "in its blanks", pieces: ["x;\n ", " -- a\n"], text: `${S}  -- a\n` },
    { what: "behind its blanks", pieces: ["x;\n\t", "-- a\n"], text: `${S}\t-- a\n` },
    { what: "between its dashes", pieces: ["x;\n-", "- a\n"], text: `${S}-- a\n` },
    { what: "behind its dashes", pieces: ["x;\n--", " a\n"], text: `${S}-- a\n` },
    { what: "before its line end", pieces: ["-- a", "\nx;"], text: `-- a\n${S}` },
    { what: "behind its line end", pieces: ["-- a\n", "x;"], text: `-- a\n${S}` },
    { what: "before the line end before it", pieces: ["x;", "\n-- a\n-- b\n"], text: `${S}-- a\n-- b\n` },
    { what: "before the line end before it, the file's last", pieces: ["x;", "\n-- a"], text: `${S}-- a` },
    { what: "many times", pieces: ["x;\n", " ", "-", "-", "a", "b", "\n"], text: `${S} --ab\n` },
  ])("a comment is one too when the pieces are cut $what", ({ pieces, text }) => {
    expect(outlineOf(pieces, 0).text).toBe(text);
  });

  test.each<Named>([
    { what: "whose first is none", pieces: ["x; ", "-- a\n"], text: S },
    { what: "that all stand in one line", pieces: ["x; ", "--", "-- a", " --\n"], text: S },
    { what: "whose second is no dash", pieces: ["-", "a", "-- b\n"], text: S },
    { what: "of which one has a comment behind", pieces: ["x; ", "-- a\n-- b\n"], text: `${S}-- b\n` },
  ])("a line is no comment in pieces $what", ({ pieces, text }) => {
    expect(outlineOf(pieces, 0).text).toBe(text);
  });
});

describe("in the head an outline leaves nothing out", () => {
  const file = "\n/* é */\nx;\n-- a\n \ny;\n-- b\nz;";
  const upToA = "\n/* é */\nx;\n-- a\n";

  test.each([
    { what: "all of a file that is head", headLength: WHOLE_HEAD, text: file },
    { what: "what begins before its end", headLength: upToA.length + 1, text: `${upToA} \ny;\n-- b\n${S}` },
    { what: "not what begins at its end", headLength: upToA.length, text: `${upToA}\n${S}-- b\n${S}` },
    { what: "nothing where there is no head", headLength: 0, text: `\n${S}-- a\n\n${S}-- b\n${S}` },
  ])("$what", ({ headLength, text }) => {
    for (const size of [1, 5, 100])
      expect(outlineOf(blocksOf(Buffer.from(file), size), headLength).text).toBe(text);
  });

  test.each([
    { what: "as long as a marker may be", length: 4_096, shown: true },
    { what: "longer than a marker may be", length: 4_097, shown: false },
  ])("but what stands between comments where it is $what: $shown", ({ length, shown }) => {
    const gap = `${"x".repeat(length - 1)}\n`;
    const expected = `-- a\n${shown ? gap : S}-- b\n${shown ? gap : S}`;
    const file = `-- a\n${gap}-- b\n${gap}`;
    for (const size of [7, 4_000, 10_000]) {
      const blocks = blocksOf(Buffer.from(file), size);
      expect(outlineOf(blocks, WHOLE_HEAD)).toMatchObject({ text: expected, isCut: false });
    }
  });
});

describe("a comment line is taken for what it is up to 4096 bytes, and for a statement when it is longer", () => {
  const ofLength = (length: number) => `--${"é".repeat((length - 2) / 2)}`;

  test.each([
    { what: "as long as that", line: ofLength(4_096), isComment: true },
    { what: "longer by a character", line: ofLength(4_098), isComment: false },
    { what: "longer by a byte", line: `${ofLength(4_096)}-`, isComment: false },
  ])("$what", ({ line, isComment }) => {
    const expected = isComment ? line : S.trimEnd();
    for (const size of [7, 4_096, 4_097, 10_000]) {
      const inside = blocksOf(Buffer.from(`-- a\n${line}\n-- b\n`), size);
      expect(outlineOf(inside, 0).text).toBe(`-- a\n${expected}\n-- b\n`);
      const last = blocksOf(Buffer.from(`-- a\n${line}`), size);
      expect(outlineOf(last, 0).text).toBe(`-- a\n${isComment ? line : S}`);
    }
    // Cut right behind the line, whose end comes with the next piece.
    expect(outlineOf([line, "\n-- b\n"], 0).text).toBe(`${expected}\n-- b\n`);
  });
});

describe("an outline is cut where it would have more than 8 Mi UTF-16 units, as a file that is read whole", () => {
  // More bytes than that: the last two lines have 2048 units each, and nearly twice as many bytes.
  const last = `--${"é".repeat(2_045)}\n`;
  const almost = `--${"x".repeat(4_093)}\n`.repeat(2_047) + last;
  const full = almost + last;

  test.each([
    { what: "not when it is as long as that", file: full, text: full, isCut: false },
    { what: "behind it when something follows", file: `${full}x`, text: full, isCut: true },
    {
      what: "for good, also before a line that were short enough",
      file: `${almost}${last.trim()}x\n--\n`,
      text: almost,
      isCut: true,
    },
  ])("$what", ({ file, text, isCut }) => {
    const outline = outlineOf([file], 0);
    expect(outline.isCut).toBe(isCut);
    // No more than whether they are the same: what differs in megabytes is not to be shown.
    expect(outline.text === text).toBe(true);
    expect(outline.toBytes(text.length)).toBe(Buffer.byteLength(text));
  });

  test("which is what the full one here has", () => {
    expect(full).toHaveLength(8_388_608);
  });
});

describe("each offset of an outline stands for one of the file, in bytes", () => {
  test.each([
    { what: "of nothing: for its beginning", pieces: [], start: 0, headLength: 0, places: [0] },
    {
      what: "in a comment: as it is",
      pieces: ["--é\n-"],
      start: 0,
      headLength: 0,
      places: [0, 1, 2, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6],
    },
    {
      what: "behind a byte order mark: that much later",
      pieces: ["--", "\n"],
      start: 3,
      headLength: 0,
      places: [3, 4, 5, 6],
    },
  ])("$what", ({ pieces, start, headLength, places }) => {
    expect(placesOf(outlineOf(pieces, headLength, start))).toEqual(places);
  });

  test("a placeholder's beginning for that of what it stands for, all else of it for the end", () => {
    const outline = outlineOf(["-\n", " \nx", "xx;\n", "--\n"], 0, 3);
    expect(outline.text).toBe(`${S}--\n`);
    expect(placesOf(outline)).toEqual([3, 12, 12, 12, 12, 12, 12, 12, 12, 13, 14, 15]);
    expect(placesOf(outlineOf([" \n", " x"], 0, 3)).slice(0, 3)).toEqual([3, 6, 7]);
    expect(placesOf(outlineOf(["x", " "], 0)).at(-1)).toBe(2);
  });
});

/** What a model says of an outline: its text, and where in the file some of its offsets stand. */
interface Model {
  readonly text: string;
  readonly places: readonly (readonly [offset: number, bytes: number])[];
}

/** The outline of a file whose lines are all short, from the whole of its text. */
function modelOf(file: string, start: number, headLength: number): Model {
  let [text, at] = ["", start];
  const places: [number, number][] = [];
  const addText = (part: string) => {
    for (const character of part) {
      places.push([text.length, at]);
      text += character;
      at += Buffer.byteLength(character);
    }
  };
  const addPlaceholder = (placeholder: string, part: string) => {
    if (part === "") return;
    places.push([text.length, at]);
    text += placeholder;
    at += Buffer.byteLength(part);
    places.push([text.length - 1, placeholder.length > 1 ? at : at - Buffer.byteLength(part)]);
  };
  // What a pattern in brackets takes stands at the odd indexes.
  for (const [index, part] of file.split(/(?<=^|\n)([ \t]*--[^\n]*\n?)/).entries()) {
    const blanks = /^[ \t\n\v\f\r]*/.exec(part)?.[0] ?? "";
    if (index % 2 === 1 || text.length < headLength) addText(part);
    else {
      addPlaceholder("\n", blanks);
      addPlaceholder(S, part.slice(blanks.length));
    }
  }
  return { text, places: [...places, [text.length, at]] };
}

test("an outline is what a model says that has the whole text at once, wherever the pieces are cut", () => {
  const parts = fc.constantFrom("\n", "\n", "-- a", "--", "-", " ", "\t", "\r\n", "\f", "é", "😀", "x;");
  const files = fc.array(parts, { minLength: 1, maxLength: 25 }).map((all) => all.join(""));
  const headLengths = fc.oneof(fc.constantFrom(0, WHOLE_HEAD), fc.nat({ max: 30 }));
  const sizes = fc.integer({ min: 1, max: 9 });
  fc.assert(
    fc.property(files, sizes, headLengths, fc.constantFrom(0, 3), (file, size, headLength, start) => {
      const outline = outlineOf(blocksOf(Buffer.from(file), size), headLength, start);
      const { text, places } = modelOf(file, start, headLength);
      expect(outline.text).toBe(text);
      expect(places.map(([offset]) => [offset, outline.toBytes(offset)])).toEqual(places);
    }),
    { numRuns: 500 },
  );
});
