import type { ByteSource } from "../../../../src/files/large/large-file.ts";
import { makeSurvey } from "../../../../src/files/large/survey.ts";
import type { SourceFile } from "../../../../src/files/layouts/layout.ts";

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

/** `bytes` in blocks of `size`, as a survey takes them; empty ones are none. */
export function blocksOf(bytes: Buffer, size: number): Buffer[] {
  const blocks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) blocks.push(bytes.subarray(at, at + size));
  return blocks;
}

/**
 * A file of the directory m with `text`, as layouts are given it when it is large; read in blocks of `size`. All of it
 * counts as its head, or as much as is said.
 */
export function largeSource(name: string, text: string, size: number, headLength?: number): SourceFile {
  const blocks = blocksOf(Buffer.from(text), size);
  const { sizeBytes, start, checksum, outline } = makeSurvey(blocks, headLength);
  const large = {
    sizeBytes,
    start,
    checksum,
    outline: outline.text,
    toBytes: outline.toBytes,
    read: sourceOf(text).read,
  };
  return { name, file: `m/${name}`, text: outline.text, large };
}
