import { isLineEnd, NEWLINE, RETURN } from "../sql/characters.ts";
import type { Span } from "../sql/walk-statements.ts";
import type { ByteSource } from "./large-file.ts";
import { Scratch } from "./scratch.ts";

/** What is looked through at once, in bytes. */
const STEP_BYTES = 256 * 1024;

/**
 * The data of a COPY that begins at `from`, and `end`, the offset behind the `\.` that closes it: as `copyDataAt`, in
 * bytes, with no more in memory than one step. `onPassed` hears how far the search has come.
 */
export function findCopyEnd(
  source: ByteSource,
  from: number,
  onPassed: (to: number) => void,
): Span & { readonly end: number } {
  const scratch = new Scratch();
  for (let at = from; at < source.end; at += STEP_BYTES) {
    // One byte before, and three behind the step's last: they decide what a `\.` at its edges is.
    const base = Math.max(from, at - 1);
    const bytes = source.read(base, Math.min(at + STEP_BYTES + 3, source.end), scratch);
    for (let found = bytes.indexOf("\\."); found >= 0; found = bytes.indexOf("\\.", found + 1)) {
      const startsLine = base + found === from || isLineEnd(bytes[found - 1] ?? 0);
      const endsLine = base + found + 2 === source.end || isLineEnd(bytes[found + 2] ?? 0);
      if (startsLine && endsLine) return { from, to: base + found, end: base + found + 2 };
    }
    onPassed(Math.min(at + STEP_BYTES, source.end));
  }
  return { from, to: source.end, end: source.end };
}

/** Offset after the line end at `at`, CRLF counting as one. */
export function afterLineEnd(source: ByteSource, at: number): number {
  const bytes = source.read(at, Math.min(at + 2, source.end), new Scratch());
  return Math.min(at + (bytes[0] === RETURN && bytes[1] === NEWLINE ? 2 : 1), source.end);
}
