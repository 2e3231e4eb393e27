import type { Span } from "../sql/walk-statements.ts";
import type { Scratch } from "./scratch.ts";

/** A file that is too large to be held: its bytes are read when asked for. */
export interface LargeFile {
  readonly sizeBytes: number;
  /** Offset of the text: 3 behind a byte order mark. */
  readonly start: number;
  /** Source: docs/format.md, "Checksum". */
  readonly checksum: string;
  /** Its comment lines, and placeholders for what stands between them: what layouts see of it. */
  readonly outline: string;
  /** The offset in bytes that an offset in the outline (`SourceFile.text`) stands for. */
  readonly toBytes: (outlineOffset: number) => number;
  /**
   * As ByteSource.read. The bytes are those that the checksum was taken of: throws FILE_CHANGED otherwise,
   * FILE_UNREADABLE when they cannot be read.
   */
  readonly read: ByteSource["read"];
}

/** Where a way of a migration is in a large file, and how it is read. */
export interface LargeBody extends ByteSource {
  readonly file: LargeFile;
}

/** Bytes that are read part by part. */
export interface ByteSource {
  readonly start: number;
  readonly end: number;
  /** The bytes from `from` to before `to`, at the beginning of `scratch`. */
  readonly read: (from: number, to: number, scratch: Scratch) => Buffer;
}

/** Part of a file in bytes. */
export interface ByteRange extends Span {
  /** statement: what stands there is whole, with or without its `;`. */
  readonly ends?: "statement";
}

const [SPACE, NEWLINE, RETURN, SEMICOLON] = [32, 10, 13, 59];

/**
 * The part of `file` in `ranges` (ascending); null: all of it. Everything else reads as blanks and line ends, so that
 * places stay places, as in `keepRanges`.
 */
export function makeLargeBody(file: LargeFile, ranges: readonly ByteRange[] | null): LargeBody {
  const ends = { file, start: file.start, end: file.sizeBytes };
  if (ranges === null) return { ...ends, read: file.read };
  const read = (from: number, to: number, scratch: Scratch) => {
    const bytes = file.read(from, to, scratch);
    let at = file.start;
    for (const range of ranges) {
      blank(bytes, from, { from: at, to: range.from });
      at = range.to;
      // Where it is none of these bytes this writes nothing.
      if (range.ends === "statement") bytes[at++ - from] = SEMICOLON;
    }
    blank(bytes, from, { from: at, to: file.sizeBytes });
    return bytes;
  };
  return { ...ends, read };
}

/** Blanks what of `bytes`, which begin at `base`, lies in `span`. */
function blank(bytes: Buffer, base: number, span: Span): void {
  const to = Math.min(bytes.length, span.to - base);
  for (let at = Math.max(0, span.from - base); at < to; at++) {
    const byte = bytes[at];
    if (byte !== NEWLINE && byte !== RETURN) bytes[at] = SPACE;
  }
}
