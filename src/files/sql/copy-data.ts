import { isLineEnd, NEWLINE, RETURN } from "./characters.ts";

/** The inline data of a COPY … FROM STDIN, as written, without the closing `\.` line. */
export interface CopyData {
  /** Length without reading it: UTF-16 units, of a large file bytes. */
  readonly size: number;
  /** Offset after the closing `\.`, in the units of `Statement.offset`; the text's end where there is none. */
  readonly end: number;
  /** 1-based line of the file that the data begins on. */
  readonly line: number;
  /** The data in UTF-8, piece by piece; each piece may be overwritten when the next is asked for. */
  chunks(): Iterable<Buffer>;
}

const CHUNK_UNITS = 64 * 1024;

/** Inline data that is held as a string. */
export class TextCopyData implements CopyData {
  readonly text: string;
  readonly end: number;
  readonly line: number;

  constructor(text: string, end: number, line: number) {
    this.text = text;
    this.end = end;
    this.line = line;
  }

  get size(): number {
    return this.text.length;
  }

  *chunks(): Iterable<Buffer> {
    let from = 0;
    while (from < this.text.length) {
      const to = from + CHUNK_UNITS;
      // Half a surrogate pair would be encoded as a replacement character.
      const isPair = (this.text.charCodeAt(to - 1) & 0xfc00) === 0xd800;
      const end = isPair ? to + 1 : to;
      yield Buffer.from(this.text.slice(from, end), "utf8");
      from = end;
    }
  }
}

/** Offsets of the data that begins at `from`, up to a line of only `\.`. Source: psql manual, `\copy`. */
export function copyDataAt(text: string, from: number): { readonly to: number; readonly end: number } {
  let at = text.indexOf("\\.", from);
  while (at >= 0) {
    const startsLine = at === from || isLineEnd(text.charCodeAt(at - 1));
    const endsLine = at + 2 >= text.length || isLineEnd(text.charCodeAt(at + 2));
    if (startsLine && endsLine) return { to: at, end: at + 2 };
    at = text.indexOf("\\.", at + 1);
  }
  return { to: text.length, end: text.length };
}

/** Offset after the line end at `at`, CRLF counting as one. */
export function afterLineEnd(text: string, at: number): number {
  const isPair = text.charCodeAt(at) === RETURN && text.charCodeAt(at + 1) === NEWLINE;
  return Math.min(at + (isPair ? 2 : 1), text.length);
}
