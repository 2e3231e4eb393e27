import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeChecksum } from "../../../../src/files/checksum.ts";
import { decodeText } from "../../../../src/files/decode-text.ts";
import { BytePlaces } from "../../../../src/files/large/byte-places.ts";
import { isSealed, makeSurvey } from "../../../../src/files/large/survey.ts";
import { placeAt } from "../../../../src/files/sql/place-at.ts";
import { blocksOf, sourceOf } from "./source-of.ts";

const lines = fc
  .array(
    fc.constantFrom("a", "é", "😀", "\r\n", "\r", "\n", " ", "--", "-", "\t", "\ufeff", "x".repeat(40)),
    {
      maxLength: 30,
    },
  )
  .map((parts) => parts.join(""));
const oddBytes = fc
  .array(
    fc.constantFrom(
      ...[
        "61",
        "c3a9",
        "f09f9880",
        "0d0a",
        "00",
        "ff",
        "c3",
        "f09f98",
        "e2",
        "80",
        "c080",
        "eda080",
        "f4908080",
      ],
      ...["fffe", "feff", "efbbbf", "0a"],
    ),
    { maxLength: 12 },
  )
  .map((parts) => Buffer.from(parts.join(""), "hex"));
const blockSize = fc.integer({ min: 4, max: 20 });

describe("a file that is read in blocks, cut anywhere", () => {
  test("has the checksum that it has as a text", () => {
    fc.assert(
      fc.property(lines, blockSize, (text, size) => {
        const survey = makeSurvey(blocksOf(Buffer.from(text), size));
        expect(survey.checksum).toBe(makeChecksum(text.replace(/^\ufeff/, "")));
        expect(survey.wrong).toBeNull();
        expect(survey.sizeBytes).toBe(Buffer.byteLength(text));
      }),
      { numRuns: 3_000 },
    );
  });

  test("has its first wrong byte where it has it when it is decoded whole", () => {
    fc.assert(
      fc.property(oddBytes, blockSize, (bytes, size) => {
        const whole = decodeText(bytes);
        const { wrong, start } = makeSurvey(blocksOf(bytes, size));
        expect(wrong?.code ?? "text").toBe(whole.kind === "text" ? "text" : whole.code);
        const isUtf16 = /^(?:fffe|feff)/.test(bytes.toString("hex"));
        if (wrong === null || whole.kind === "text" || isUtf16) return;
        const { read } = sourceOf(bytes);
        const from = wrong.code === "FILE_HAS_NUL" ? start : 0;
        expect(new BytePlaces({ start: from, end: bytes.length, read }).advance(wrong.offset)).toEqual(
          whole.place,
        );
      }),
      { numRuns: 5_000 },
    );
  });

  test("is known again block by block, and not when one byte of one has changed", () => {
    const bytes = Buffer.from(`\ufeff${"INSERT é;\r\n".repeat(9)}`);
    const survey = makeSurvey(blocksOf(bytes, 16));
    for (const [index, block] of blocksOf(bytes, 16).entries()) {
      expect(isSealed(survey, index, block)).toBe(true);
      const other = Buffer.from(block);
      other[block.length - 1] = (other[block.length - 1] ?? 0) ^ 4;
      expect(isSealed(survey, index, other)).toBe(false);
      expect(isSealed(survey, index, block.subarray(1))).toBe(false);
      expect(isSealed(survey, index + 1, block)).toBe(false);
    }
  });
});

test("what layouts see of a file is in its survey, and an empty block changes nothing", () => {
  const text = "-- é\r\nSELECT 1;\r\n";
  const cut = text.indexOf("SELECT") - 1;
  const bytes = Buffer.from(text);
  const survey = makeSurvey([bytes.subarray(0, cut + 1), Buffer.alloc(0), bytes.subarray(cut + 1)]);
  expect(survey).toMatchObject({ outline: { text }, sizeBytes: bytes.length, checksum: makeChecksum(text) });
});

test("places of bytes are those of the text's characters, asked for in any order", () => {
  fc.assert(
    fc.property(
      lines,
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }),
      (text, shares) => {
        const places = new BytePlaces(sourceOf(text));
        const characters = [...text];
        for (const share of shares) {
          const before = characters.slice(0, Math.floor(share * characters.length)).join("");
          expect(places.advance(Buffer.byteLength(before))).toEqual(placeAt(text, before.length));
        }
      },
    ),
    { numRuns: 2_000 },
  );
});
