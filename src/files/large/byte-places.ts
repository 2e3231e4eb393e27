import { NEWLINE, RETURN } from "../sql/characters.ts";
import type { TextPlace } from "../sql/place-at.ts";
import type { ByteSource } from "./large-file.ts";
import { Scratch } from "./scratch.ts";

/** What is read at once, in bytes. */
const STEP_BYTES = 256 * 1024;

/** Places of ascending offsets in UTF-8 bytes, each byte looked at once: those that PlaceTracker gives for the text. */
export class BytePlaces {
  readonly #source: ByteSource;
  readonly #scratch = new Scratch();
  #offset: number;
  #line = 1;
  #column = 1;

  constructor(source: ByteSource) {
    this.#source = source;
    this.#offset = source.start;
  }

  /** The place of `offset` (bytes). One before the last asked for costs a new beginning. */
  advance(offset: number): TextPlace {
    if (offset < this.#offset) [this.#offset, this.#line, this.#column] = [this.#source.start, 1, 1];
    while (this.#offset < offset) {
      const to = Math.min(offset, this.#offset + STEP_BYTES);
      // One more: whether a CR ends a line shows behind it.
      this.#pass(
        this.#source.read(this.#offset, Math.min(to + 1, this.#source.end), this.#scratch),
        to - this.#offset,
      );
      this.#offset = to;
    }
    return { line: this.#line, column: this.#column };
  }

  #pass(bytes: Buffer, length: number): void {
    const passed = bytes.subarray(0, length);
    if (passed.includes(RETURN)) {
      for (let at = 0; at < length; at++) this.#passOne(bytes[at] ?? 0, bytes[at + 1]);
      return;
    }
    const lineEnd = passed.lastIndexOf(NEWLINE);
    if (lineEnd >= 0) {
      this.#line += countNewlines(passed.subarray(0, lineEnd + 1));
      this.#column = 1;
    }
    for (let at = lineEnd + 1; at < length; at++) this.#passOne(passed[at] ?? 0, undefined);
  }

  #passOne(byte: number, next: number | undefined): void {
    if (byte === NEWLINE || (byte === RETURN && next !== NEWLINE)) {
      this.#line++;
      this.#column = 1;
    } else if ((byte & 0xc0) !== 0x80) this.#column++;
  }
}

const FOUR_NEWLINES = 0x0a0a0a0a;

/** Four bytes at a time: data of hundreds of megabytes is passed over to know the line behind it. */
function countNewlines(bytes: Buffer): number {
  // A Scratch begins where its memory does, as words of four bytes must.
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  let count = 0;
  for (let at = 0; at < words.length; at++) {
    const x = (words[at] ?? 0) ^ FOUR_NEWLINES;
    // The highest bit of each byte that is zero in x, and of no other.
    const zeros = ~(((x & 0x7f7f7f7f) + 0x7f7f7f7f) | x | 0x7f7f7f7f);
    if (zeros !== 0) count += Math.imul((zeros >>> 7) & 0x01010101, 0x01010101) >>> 24;
  }
  for (let at = words.length * 4; at < bytes.length; at++) if (bytes[at] === NEWLINE) count++;
  return count;
}
