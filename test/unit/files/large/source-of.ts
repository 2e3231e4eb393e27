import type { ByteSource } from "../../../../src/files/large/large-file.ts";

/** The bytes of `text`, read as those of a file are. */
export function sourceOf(text: string): ByteSource {
  const bytes = Buffer.from(text, "utf8");
  return { start: 0, end: bytes.length, read: (from, to) => Buffer.from(bytes.subarray(from, to)) };
}
