import { isUtf8 } from "node:buffer";
import type { ErrorCode } from "../errors.ts";
import { placeAt, type TextPlace } from "./sql/place-at.ts";

/** A file's bytes as text, or why they are none. */
export type DecodedText =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "problem";
      readonly code: Extract<ErrorCode, "FILE_NOT_UTF8" | "FILE_HAS_NUL">;
      readonly message: string;
      readonly hint: string;
      readonly place: TextPlace;
    };

const UTF16_HINT = "Save it as UTF-8: in PowerShell, `Set-Content -Encoding utf8` in place of `>`.";

/** `bytes` read as UTF-8, without byte order mark. FILE_NOT_UTF8 and FILE_HAS_NUL name the first place. */
export function decodeText(bytes: Buffer): DecodedText {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16) {
    const message = "The file is UTF-16, as some editors and shells on Windows write it.";
    return {
      kind: "problem",
      code: "FILE_NOT_UTF8",
      message,
      hint: UTF16_HINT,
      place: { line: 1, column: 1 },
    };
  }
  const decoded = bytes.toString("utf8");
  if (!isUtf8(bytes)) return notUtf8(bytes, decoded);
  const text = withoutMark(decoded);
  const nul = text.indexOf("\0");
  return nul < 0 ? { kind: "text", text } : hasNul(text, nul);
}

/** `text` without its byte order mark. */
export function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function notUtf8(bytes: Buffer, decoded: string): DecodedText {
  const wrong = firstWrong(bytes, decoded);
  const byte = (bytes[wrong.byte] ?? 0).toString(16).toUpperCase().padStart(2, "0");
  return {
    kind: "problem",
    code: "FILE_NOT_UTF8",
    message: `The file is not UTF-8: byte 0x${byte} at offset ${wrong.byte} begins no character.`,
    hint: "Save it as UTF-8. Latin-1 and Windows-1252 files look the same until the first accented letter.",
    place: placeAt(decoded, wrong.unit),
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

function hasNul(text: string, offset: number): DecodedText {
  return {
    kind: "problem",
    code: "FILE_HAS_NUL",
    message: "The file has a NUL byte, which PostgreSQL accepts in no text.",
    hint: `Take it out. Is the file binary, or UTF-16? ${UTF16_HINT}`,
    place: placeAt(text, offset),
  };
}
