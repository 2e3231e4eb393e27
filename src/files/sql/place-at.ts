import { NEWLINE, RETURN } from "./characters.ts";

/** Line and column, both 1-based; the column counts characters (code points): an emoji is one. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** Places of ascending offsets in one text, each character looked at once. */
export class PlaceTracker {
  readonly #text: string;
  #offset = 0;
  #line = 1;
  #column = 1;

  constructor(text: string) {
    this.#text = text;
  }

  /** The place of `offset` (UTF-16 units), which must not be before the last one asked for. */
  advance(offset: number): TextPlace {
    const text = this.#text;
    const end = Math.min(offset, text.length);
    for (let at = this.#offset; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code === NEWLINE || (code === RETURN && text.charCodeAt(at + 1) !== NEWLINE)) {
        this.#line++;
        this.#column = 1;
      } else if (code < 0xdc00 || code > 0xdfff || !isHighSurrogate(text.charCodeAt(at - 1))) this.#column++;
    }
    this.#offset = Math.max(this.#offset, end);
    return { line: this.#line, column: this.#column };
  }
}

/** The place of `offset` (UTF-16 units) in `text`. A line ends with LF, CRLF or a lone CR. */
export function placeAt(text: string, offset: number): TextPlace {
  return new PlaceTracker(text).advance(offset);
}

/**
 * The UTF-16 offset in `text` of a server error's `position`: 1-based, counted in characters; the text's length
 * when it lies beyond. Source: PostgreSQL manual, "Error and Notice Message Fields", P.
 */
export function offsetOfPosition(text: string, position: number): number {
  let offset = 0;
  for (let left = position - 1; left > 0 && offset < text.length; left--) {
    const isPair =
      isHighSurrogate(text.charCodeAt(offset)) && (text.charCodeAt(offset + 1) & 0xfc00) === 0xdc00;
    offset += isPair ? 2 : 1;
  }
  return offset;
}

function isHighSurrogate(code: number): boolean {
  return (code & 0xfc00) === 0xd800;
}
