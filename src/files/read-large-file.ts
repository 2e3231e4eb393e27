import { closeSync, openSync, readSync, statSync } from "node:fs";
import { sep } from "node:path";
import { MigrateError } from "../errors.ts";
import { hasNul, type NotText, notUtf8, utf16 } from "./decode-text.ts";
import { BytePlaces } from "./large/byte-places.ts";
import type { WrongByte } from "./large/first-wrong.ts";
import type { LargeFile } from "./large/large-file.ts";
import { Scratch } from "./large/scratch.ts";
import { isSealed, makeSurvey, type Survey } from "./large/survey.ts";
import { codeOf, type DirectoryEntry, pathOf } from "./read-directory.ts";

/** Above this many bytes a file is not held in memory. */
const LARGE_BYTES = 8 * 1024 * 1024;

/** What is read, and known again, at once. */
const BLOCK_BYTES = 1024 * 1024;

/** A large file with what layouts look at. */
export interface LargeSource {
  readonly outline: string;
  readonly file: LargeFile;
}

/**
 * The file `entry` of the directory at `path` where it is a large one; null for all others, and where that cannot be
 * told: then `readBytes` says why. `file` is its path for people. Throws FILE_NOT_UTF8, FILE_HAS_NUL, FILE_UNREADABLE
 * and FILE_OUTSIDE_DIRECTORY, as for files that are read whole.
 */
export function readLargeFile(path: string, entry: DirectoryEntry, file: string): LargeSource | null {
  if (sizeOf(`${path}${sep}${entry.name}`) <= LARGE_BYTES) return null;
  const disk: OnDisk = { path: pathOf(path, entry, file), file };
  const survey = makeSurvey(blocksOf(disk));
  const { outline, wrong } = survey;
  const large = makeLargeFile(disk, survey);
  if (wrong !== null) throw wrongByte(large, disk, wrong);
  if (outline.isCut) {
    const hint = "Take comments out, or split the file.";
    throw problem(disk, "FILE_UNREADABLE", "it has more than 8 MB of comment lines", hint);
  }
  return { outline: outline.text, file: large };
}

/** Where a file is, and what people call it. */
interface OnDisk {
  readonly path: string;
  readonly file: string;
}

function sizeOf(path: string): number {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found?.isFile() ? found.size : 0;
  } catch {
    return 0;
  }
}

function makeLargeFile(disk: OnDisk, survey: Survey): LargeFile {
  const { sizeBytes, start, checksum, outline } = survey;
  // Two: readers go forward, and what they ask for lies across a border as a rule.
  const kept = new Map<number, Buffer>();
  const blockAt = (index: number): Buffer => {
    const known = kept.get(index);
    if (known !== undefined) return known;
    const [oldest] = kept.size < 2 ? [] : kept;
    if (oldest !== undefined) kept.delete(oldest[0]);
    const buffer = oldest === undefined ? Buffer.allocUnsafeSlow(BLOCK_BYTES) : Buffer.from(oldest[1].buffer);
    const block = buffer.subarray(
      0,
      withFile(disk, (handle) => fill(handle, buffer, index * BLOCK_BYTES)),
    );
    if (!isSealed(survey, index, block)) throw changed(disk);
    kept.set(index, block);
    return block;
  };
  const read = (from: number, to: number, scratch: Scratch) => {
    const bytes = scratch.take(to - from);
    for (let at = from; at < to; ) {
      const block = blockAt(Math.floor(at / BLOCK_BYTES));
      const copied = block.copy(bytes, at - from, at % BLOCK_BYTES);
      if (copied === 0) throw changed(disk);
      at += copied;
    }
    return bytes;
  };
  return { sizeBytes, start, checksum, outline: outline.text, toBytes: outline.toBytes, read };
}

/** All blocks of a file, in one buffer. */
function* blocksOf(disk: OnDisk): Iterable<Buffer> {
  const handle = withErrors(disk, () => openSync(disk.path, "r"));
  try {
    const buffer = Buffer.allocUnsafeSlow(BLOCK_BYTES);
    for (let at = 0; ; at += BLOCK_BYTES) {
      const length = withErrors(disk, () => fill(handle, buffer, at));
      if (length > 0) yield buffer.subarray(0, length);
      if (length < BLOCK_BYTES) return;
    }
  } finally {
    closeSync(handle);
  }
}

/** Reads from `position` until `buffer` is full or the file ends: a read may bring less than it could. */
function fill(handle: number, buffer: Buffer, position: number): number {
  let length = 0;
  while (length < BLOCK_BYTES) {
    const got = readSync(handle, buffer, length, BLOCK_BYTES - length, position + length);
    if (got === 0) break;
    length += got;
  }
  return length;
}

function withFile(disk: OnDisk, work: (handle: number) => number): number {
  return withErrors(disk, () => {
    const handle = openSync(disk.path, "r");
    try {
      return work(handle);
    } finally {
      closeSync(handle);
    }
  });
}

function withErrors(disk: OnDisk, work: () => number): number {
  try {
    return work();
  } catch (error) {
    const hint = "Check what it is, its permissions, and the user that runs this.";
    throw problem(disk, "FILE_UNREADABLE", `it cannot be read: ${codeOf(error)}`, hint, error);
  }
}

function changed(disk: OnDisk): MigrateError {
  const hint =
    "Run again, and let nothing write into the directory meanwhile: what is planned and rehearsed is what is applied.";
  return problem(disk, "FILE_CHANGED", "it has changed since it was read for this plan", hint);
}

function wrongByte(large: LargeFile, { file }: OnDisk, { code, offset }: WrongByte): MigrateError {
  const found = describe(large, code, offset);
  const { line, column } = found.place;
  const message = `${file}:${line}:${column}: ${found.message}`;
  return new MigrateError(found.code, message, { at: { file, line, column }, hint: found.hint });
}

function describe(large: LargeFile, code: WrongByte["code"], offset: number): NotText {
  const source = { start: code === "FILE_HAS_NUL" ? large.start : 0, end: large.sizeBytes, read: large.read };
  const mark = large.read(0, 2, new Scratch()).toString("hex");
  if (mark === "fffe" || mark === "feff") return utf16();
  const place = new BytePlaces(source).advance(offset);
  return code === "FILE_HAS_NUL"
    ? hasNul(place)
    : notUtf8(large.read(offset, offset + 1, new Scratch())[0] ?? 0, offset, place);
}

function problem(
  { file }: OnDisk,
  code: "FILE_UNREADABLE" | "FILE_CHANGED",
  why: string,
  hint: string,
  cause?: unknown,
): MigrateError {
  const at = { file, line: 1, column: 1 };
  return new MigrateError(code, `${file}: ${why}.`, { at, hint }, { cause });
}
