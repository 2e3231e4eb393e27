import { isUtf8 } from "node:buffer";
import type { ErrorCode } from "../errors.ts";
import { placeAt, type TextPlace } from "./sql/place-at.ts";

/** A file's bytes as text, or why they are none. */
export type DecodedText = { readonly kind: "text"; readonly text: string } | NotText;

/** Why bytes are not text that PostgreSQL takes, with the first wrong place. */
export interface NotText {
  readonly kind: "problem";
  readonly code: Extract<ErrorCode, "FILE_NOT_UTF8" | "FILE_HAS_NUL">;
  readonly message: string;
  readonly hint: string;
  readonly place: TextPlace;
}

const UTF16_HINT = "Save it as UTF-8: in PowerShell, `Set-Content -Encoding utf8` in place of `>`.";

/** `bytes` read as UTF-8, without byte order mark. FILE_NOT_UTF8 and FILE_HAS_NUL name the first place. */
export function decodeText(bytes: Buffer): DecodedText {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16) return utf16();
  const decoded = bytes.toString("utf8");
  if (!isUtf8(bytes)) {
    const { byte, unit } = firstWrong(bytes, decoded);
    return notUtf8(bytes[byte] ?? 0, byte, placeAt(decoded, unit));
  }
  const text = withoutMark(decoded);
  const nul = text.indexOf("\0");
  return nul < 0 ? { kind: "text", text } : hasNul(placeAt(text, nul));
}

/** `text` without its byte order mark. */
export function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** FILE_NOT_UTF8 for a file of another encoding that its first two bytes name. */
export function utf16(): NotText {
  const message = "The file is UTF-16, as some editors and shells on Windows write it.";
  return {
    kind: "problem",
    code: "FILE_NOT_UTF8",
    message,
    hint: UTF16_HINT,
    place: { line: 1, column: 1 },
  };
}

/** FILE_NOT_UTF8 for the first wrong `byte`, at `offset` (0-based, in bytes). */
export function notUtf8(byte: number, offset: number, place: TextPlace): NotText {
  const hex = byte.toString(16).toUpperCase().padStart(2, "0");
  return {
    kind: "problem",
    code: "FILE_NOT_UTF8",
    message: `The file is not UTF-8: byte 0x${hex} at offset ${offset} begins no character.`,
    hint: "Save it as UTF-8. Latin-1 and Windows-1252 files look the same until the first accented letter.",
    place,
  };
}

/** The first replacement character that does not stand in the bytes themselves: offsets in bytes and UTF-16 units. */
function firstWrong(bytes: Buffer, decoded: string): { readonly byte: number; readonly unit: number } {
  let byte = 0;
  let unit = 0;
  for (const character of decoded) {
    if (character === "\ufffd" && bytes.readUIntBE(byte, Math.min(3, bytes.length - byte)) !== 0xefbfbd)
      break;
    byte += Buffer.byteLength(character);
    unit += character.length;
  }
  return { byte, unit };
}

/** FILE_HAS_NUL for the first NUL. */
export function hasNul(place: TextPlace): NotText {
  return {
    kind: "problem",
    code: "FILE_HAS_NUL",
    message: "The file has a NUL byte, which PostgreSQL accepts in no text.",
    hint: `Take it out. Is the file binary, or UTF-16? ${UTF16_HINT}`,
    place,
  };
}
