import { closeSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { type ByteRange, type LargeFile, makeLargeBody } from "../../../../src/files/large/large-file.ts";
import { Scratch } from "../../../../src/files/large/scratch.ts";
import { makeSurvey } from "../../../../src/files/large/survey.ts";
import { makeMigrations } from "../../../support/temporary.ts";
import { blocksOf } from "./source-of.ts";

const TEXT =
  "\ufeff-- up\r\nSELECT 'é';\nSELECT 1\n-- end\r\rINSERT é;\n-- down\nDROP TABLE t;\n-- end\nSELECT 3";

/** A file on this disk with TEXT in it, read from there each time. */
function fileOnDisk(): LargeFile {
  const bytes = Buffer.from(TEXT);
  const handle = openSync(join(makeMigrations({ "001_a.sql": bytes }), "001_a.sql"), "r");
  onTestFinished(() => closeSync(handle));
  const { sizeBytes, start, checksum, outline } = makeSurvey(blocksOf(bytes, 8));
  const read = (from: number, to: number, scratch: Scratch) => {
    const part = scratch.take(to - from);
    expect(readSync(handle, part, 0, to - from, from)).toBe(to - from);
    return part;
  };
  return { sizeBytes, start, checksum, outline: outline.text, toBytes: outline.toBytes, read };
}

/** The part of TEXT from `begin` to behind `end`, in bytes. */
function range(begin: string, end: string, ends?: ByteRange["ends"]): ByteRange {
  const from = Buffer.byteLength(TEXT.slice(0, TEXT.indexOf(begin)));
  const to = Buffer.byteLength(TEXT.slice(0, TEXT.indexOf(end) + end.length));
  return { from, to, ...(ends === undefined ? {} : { ends }) };
}

const ALL = "-- up\r\nSELECT 'é';\nSELECT 1\n-- end\r\rINSERT é;\n-- down\nDROP TABLE t;\n-- end\nSELECT 3";
const UP = range("SELECT 'é'", "SELECT 1");
const CASES: readonly (readonly [string, readonly ByteRange[] | null, string])[] = [
  ["all of it", null, ALL],
  ["nothing", [], ALL.replace(/[^\r\n]/g, (character) => " ".repeat(Buffer.byteLength(character)))],
  [
    "one part",
    [UP],
    "     \r\nSELECT 'é';\nSELECT 1\n      \r\r          \n       \n             \n      \n        ",
  ],
  [
    "two parts",
    [UP, range("DROP", "t;")],
    "     \r\nSELECT 'é';\nSELECT 1\n      \r\r          \n       \nDROP TABLE t;\n      \n        ",
  ],
  [
    "a statement that a `;` is put behind, over a line end too",
    [{ ...UP, ends: "statement" }, range("-- down", "DROP")],
    "     \r\nSELECT 'é';\nSELECT 1;      \r\r          \n-- down\nDROP         \n      \n        ",
  ],
  [
    "a statement to the very end, where no `;` has room",
    [range("SELECT 3", "SELECT 3", "statement")],
    "     \r\n            \n        \n      \r\r          \n       \n             \n      \nSELECT 3",
  ],
];

describe("of a large file is read, wherever a reader cuts it, in the file's own places", () => {
  test.each(CASES)("%s", (_, ranges, expected) => {
    const file = fileOnDisk();
    const body = makeLargeBody(file, ranges);
    expect(body).toMatchObject({ file, start: 3, end: Buffer.byteLength(TEXT) });
    const scratch = new Scratch();
    for (const length of [1, 2, 5, 16, body.end - body.start]) {
      let read = "";
      for (let from = body.start; from < body.end; from += length)
        read += body.read(from, Math.min(from + length, body.end), scratch).toString("latin1");
      expect(Buffer.from(read, "latin1").toString()).toBe(expected);
    }
  });
});
