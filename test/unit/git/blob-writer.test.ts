import { expect, test } from "vitest";
import { BlobWriter } from "../../../src/git/blob-writer.ts";

const HASH = "0123456789012345678901234567890123456789";

/** What is written when `bytes` come in pieces of `size`. */
function write(bytes: Buffer, size: number): { readonly texts: string[]; readonly count: number } {
  const texts: string[] = [];
  const writer = new BlobWriter((index) => {
    texts[index] = "";
    return {
      write: (piece) => (texts[index] += piece.toString("latin1")),
      close: () => (texts[index] += "|"),
    };
  });
  for (let at = 0; at < bytes.length; at += size) writer.take(bytes.subarray(at, at + size));
  return { texts, count: writer.count };
}

test("objects are handed on whole, in whatever pieces they come", () => {
  const bytes = Buffer.from(`${HASH} blob 3\na\nb\n${HASH} blob 0\n\n${HASH} blob 2\n\n\n\n`, "latin1");
  for (const size of [1, 2, 3, 7, 1_000]) {
    expect(write(bytes, size), `pieces of ${size}`).toEqual({ texts: ["a\nb|", "|", "\n\n|"], count: 3 });
  }
});

test("a missing object is an error that names it", () => {
  expect(() => write(Buffer.from(`${HASH} missing\n`), 10)).toThrow(`${HASH} missing`);
});
