import { isLineEnd, NEWLINE, RETURN } from "./characters.ts";

/** The inline data of a COPY … FROM STDIN. */
export interface CopyData {
  /** As written, without the closing `\.` line. */
  readonly data: string;
  /** Offset after the `\.`; the text's length when the data goes on to its end. */
  readonly end: number;
}

/** The data that begins at `from`, up to a line of only `\.`. Source: psql manual, `\copy`. */
export function copyDataAt(text: string, from: number): CopyData {
  let at = text.indexOf("\\.", from);
  while (at >= 0) {
    const startsLine = at === from || isLineEnd(text.charCodeAt(at - 1));
    const endsLine = at + 2 >= text.length || isLineEnd(text.charCodeAt(at + 2));
    if (startsLine && endsLine) return { data: text.slice(from, at), end: at + 2 };
    at = text.indexOf("\\.", at + 1);
  }
  return { data: text.slice(from), end: text.length };
}

/** Offset after the line end at `at`, CRLF counting as one. */
export function afterLineEnd(text: string, at: number): number {
  const isPair = text.charCodeAt(at) === RETURN && text.charCodeAt(at + 1) === NEWLINE;
  return Math.min(at + (isPair ? 2 : 1), text.length);
}
