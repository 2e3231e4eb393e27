import type { ByteSource } from "../../../../src/files/large/large-file.ts";

/** The bytes of `text`, read as those of a file are. */
export function sourceOf(text: string): ByteSource {
  const bytes = Buffer.from(text, "utf8");
  return {
    start: 0,
    end: bytes.length,
    read: (from, to, scratch) => {
      const part = scratch.take(to - from);
      bytes.copy(part, 0, from, to);
      return part;
    },
  };
}
