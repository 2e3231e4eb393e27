import type { ByteSource } from "../../../../src/files/large/large-file.ts";
import { makeSurvey } from "../../../../src/files/large/survey.ts";
import type { SourceFile } from "../../../../src/files/layouts/layout.ts";

/** The bytes of `text`, read as those of a file are: none is behind its end. */
export function sourceOf(text: string | Buffer): ByteSource {
  const bytes = Buffer.from(text);
  return {
    start: 0,
    end: bytes.length,
    read: (from, to, scratch) => {
      if (from < 0 || to > bytes.length) throw new RangeError(`${from} to ${to} of ${bytes.length} bytes`);
      const part = scratch.take(to - from);
      bytes.copy(part, 0, from, to);
      return part;
    },
  };
}

/** What has been read of a source, in its order. */
interface Read {
  readonly from: number;
  readonly to: number;
}

/** The same, and `reads`, to which what is read of it is added. */
export function watchedSource(text: string): ByteSource & { readonly reads: Read[] } {
  const source = sourceOf(text);
  const reads: Read[] = [];
  return {
    ...source,
    reads,
    read: (from, to, scratch) => {
      reads.push({ from, to });
      return source.read(from, to, scratch);
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
