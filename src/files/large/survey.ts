import { FirstWrong, type WrongByte } from "./first-wrong.ts";
import { NormalHash } from "./normal-hash.ts";
import { type Outline, OutlineMaker } from "./outline.ts";

/** What one pass over a large file has found. */
export interface Survey {
  readonly sizeBytes: number;
  /** Offset of the text: 3 behind a byte order mark. */
  readonly start: number;
  /** Source: docs/format.md, "Checksum". */
  readonly checksum: string;
  /** By which each block is known again, in their order. */
  readonly seals: readonly BlockSeal[];
  readonly outline: Outline;
  /** Null when the file is text that PostgreSQL takes; UTF-16 is wrong at offset 0. */
  readonly wrong: WrongByte | null;
}

/** By what a block is known again: the checksum's own state before it, and what that makes of it. */
export interface BlockSeal {
  readonly before: NormalHash;
  readonly after: string;
}

/** The head of a file, in which its outline leaves nothing out: see OutlineMaker. */
const HEAD_LENGTH = 65_536;

/** Surveys a file from its `blocks`, in order; the first holds at least the byte order mark. A block may be overwritten afterwards. */
export function makeSurvey(blocks: Iterable<Buffer>, headLength = HEAD_LENGTH): Survey {
  const hash = NormalHash.begin();
  const seals: BlockSeal[] = [];
  const wrong = new FirstWrong();
  let [sizeBytes, start] = [0, 0];
  let outline: OutlineMaker | null = null;
  for (const block of blocks) {
    if (outline === null) {
      start = block.indexOf("\ufeff") === 0 ? 3 : 0;
      outline = new OutlineMaker(start, headLength);
    }
    const text = sizeBytes === 0 ? block.subarray(start) : block;
    const before = hash.copy();
    seals.push({ before, after: hash.update(text).digest() });
    wrong.see(block);
    outline.see(text);
    sizeBytes += block.length;
  }
  return {
    sizeBytes,
    start,
    checksum: `sha256:${hash.digest()}`,
    seals,
    outline: (outline ?? new OutlineMaker(0, headLength)).end(),
    wrong: wrong.end(),
  };
}

/** True when `block`, the one with this index, is what it was when `survey` was made. */
export function isSealed({ seals, start }: Survey, index: number, block: Buffer): boolean {
  const seal = seals[index];
  const text = index === 0 ? block.subarray(start) : block;
  return seal !== undefined && seal.before.copy().update(text).digest() === seal.after;
}
