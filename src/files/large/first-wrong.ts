import { isUtf8 } from "node:buffer";

/** What is wrong in bytes that should be UTF-8 text for PostgreSQL, and the offset of the byte. */
export interface WrongByte {
  readonly code: "FILE_NOT_UTF8" | "FILE_HAS_NUL";
  readonly offset: number;
}

/** Finds the first wrong byte in pieces of a file; one that is no UTF-8 comes before a NUL, wherever it stands. */
export class FirstWrong {
  #offset = 0;
  /** The beginning of a character that goes on in the next piece. */
  #begun: Buffer = Buffer.alloc(0);
  #nul: number | null = null;
  #notUtf8: number | null = null;

  see(piece: Buffer): void {
    const from = this.#offset;
    this.#offset += piece.length;
    if (this.#notUtf8 !== null) return;
    if (this.#nul === null && piece.includes(0)) this.#nul = from + piece.indexOf(0);
    const missing = Math.min(missingBytes(this.#begun), piece.length);
    const first = Buffer.concat([this.#begun, piece.subarray(0, missing)]);
    if (missingBytes(first) > 0) {
      this.#begun = first;
      return;
    }
    const begun = begunAtEnd(piece);
    const whole = piece.subarray(missing, piece.length - begun);
    if (!isUtf8(first)) this.#notUtf8 = from - this.#begun.length;
    else if (!isUtf8(whole)) this.#notUtf8 = from + missing + lengthOfValid(whole);
    this.#begun = Buffer.from(piece.subarray(piece.length - begun));
  }

  /** After the last piece; null when all is well. */
  end(): WrongByte | null {
    if (this.#notUtf8 === null && this.#begun.length > 0) this.#notUtf8 = this.#offset - this.#begun.length;
    if (this.#notUtf8 !== null) return { code: "FILE_NOT_UTF8", offset: this.#notUtf8 };
    return this.#nul === null ? null : { code: "FILE_HAS_NUL", offset: this.#nul };
  }
}

/** Bytes that the character beginning `bytes` still needs. */
function missingBytes(bytes: Buffer): number {
  const [lead] = bytes;
  return lead === undefined ? 0 : Math.max(0, lengthOf(lead) - bytes.length);
}

/** Length of a character by its first byte. Source: RFC 3629. */
function lengthOf(lead: number): number {
  if (lead >= 0xf0) return 4;
  if (lead >= 0xe0) return 3;
  return lead >= 0xc0 ? 2 : 1;
}

/** How many bytes at the end of `piece` begin a character that goes on behind it, or that is wrong from its first. */
function begunAtEnd(piece: Buffer): number {
  for (let back = 1; back <= 3; back++) {
    const byte = piece[piece.length - back] ?? 0;
    if (byte >= 0xc0) return lengthOf(byte) > back ? back : 0;
  }
  return 0;
}

/** How many bytes of `bytes` are UTF-8 from its start, whole characters only. For the one piece that is not. */
function lengthOfValid(bytes: Buffer): number {
  let valid = 0;
  while (valid < bytes.length) {
    const length = lengthOf(bytes[valid] ?? 0);
    if (!isUtf8(bytes.subarray(valid, valid + length))) break;
    valid += length;
  }
  return valid;
}
