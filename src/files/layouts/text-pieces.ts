import { BytePlaces } from "../large/byte-places.ts";
import type { LargeFile } from "../large/large-file.ts";
import { Scratch } from "../large/scratch.ts";
import { placeAt, type TextPlace } from "../sql/place-at.ts";
import type { SourceFile } from "./layout.ts";
import type { TextRange } from "./sections.ts";

/** Part of a source's text. */
export interface TextPiece {
  readonly text: string;
  /** The place in the file of an offset in `text` (UTF-16 units). */
  readonly placeOf: (offset: number) => TextPlace;
}

/** What is looked at at once of a large file, and more where a line is longer, in bytes. */
const PIECE_BYTES = 1_000_000;

/**
 * The text of `source` in `range` (null: all of it), for those who look for more than comments: in one piece, of a large
 * file in pieces of whole lines.
 */
export function textPieces(source: SourceFile, range: TextRange | null): Iterable<TextPiece> {
  const { text, large } = source;
  const { from, to } = range ?? { from: 0, to: text.length };
  if (large !== undefined) return largePieces(large, large.toBytes(from), large.toBytes(to));
  return [{ text: text.slice(from, to), placeOf: (offset) => placeAt(text, from + offset) }];
}

/** The place in the file of `offset` in the text of `source`, of a large file in its outline. */
export function placeInSource({ text, large }: SourceFile, offset: number): TextPlace {
  return large === undefined ? placeAt(text, offset) : placeInBytes(large, large.toBytes(offset));
}

function* largePieces(large: LargeFile, start: number, end: number): Iterable<TextPiece> {
  const scratch = new Scratch();
  for (let from = start, size = PIECE_BYTES; from < end; ) {
    const to = Math.min(from + size, end);
    const bytes = large.read(from, to, scratch);
    const length = to === end ? bytes.length : bytes.lastIndexOf("\n") + 1;
    size = length === 0 ? size * 2 : PIECE_BYTES;
    if (length === 0) continue;
    const [base, text] = [from, bytes.toString("utf8", 0, length)];
    from += length;
    yield {
      text,
      placeOf: (offset) => placeInBytes(large, base + Buffer.byteLength(text.slice(0, offset))),
    };
  }
}

function placeInBytes(large: LargeFile, offset: number): TextPlace {
  const { start, sizeBytes, read } = large;
  return new BytePlaces({ start, end: sizeBytes, read }).advance(offset);
}
