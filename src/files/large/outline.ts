import { isSpace, NEWLINE } from "../sql/characters.ts";
import type { Span } from "../sql/walk-statements.ts";

/**
 * What layouts see of a large file: its comment lines that begin with `--`, and placeholders for all that stands between
 * them. Its parts tile the file, so that a range of the one is a range of the other.
 */
export interface Outline {
  readonly text: string;
  /** The offset in bytes of the file that `offset` in `text` (UTF-16 units) stands for. */
  readonly toBytes: (offset: number) => number;
  /** True when it would have grown too long, and ends early. */
  readonly isCut: boolean;
}

/** No tool's marker is as long: a longer line is as good as SQL. In bytes. */
const LONGEST_LINE = 4_096;

/** As long as a file that is read whole may be, in UTF-16 units. */
const LONGEST_OUTLINE = 8 * 1024 * 1024;

/** What stands between comment lines, as text that means the same to a layout. */
const [BLANK, STATEMENT] = ["\n", "SELECT;\n"];

interface Segment {
  /** In the outline, UTF-16 units. */
  readonly at: number;
  /** In the file. */
  readonly from: number;
  readonly to: number;
  /** True: the file's own text. */
  readonly isText: boolean;
}

/** Makes the outline of a file whose bytes come in pieces. */
export class OutlineMaker {
  readonly #segments: Segment[] = [];
  readonly #texts: string[] = [];
  #length = 0;
  #isCut = false;
  /** A line that may be a comment and has not ended yet; null: in the middle of another line. */
  #pending: Buffer | null = Buffer.alloc(0);
  /** Of `#pending`, or of the next piece. */
  #offset: number;
  #gap: { from: number; hasText: boolean };

  /** `start`: offset of the first piece in the file. */
  constructor(start: number) {
    this.#offset = start;
    this.#gap = { from: start, hasText: false };
  }

  see(piece: Buffer): void {
    const startsLine = this.#pending !== null;
    const data = this.#pending?.length ? Buffer.concat([this.#pending, piece]) : piece;
    const base = this.#offset;
    for (let at = commentFrom(data, 0, startsLine); at >= 0; ) {
      const end = data.indexOf(NEWLINE, at);
      if (end < 0) break;
      if (end - at <= LONGEST_LINE) this.#addComment(data, base, { from: at, to: end + 1 });
      at = commentFrom(data, end, false);
    }
    const lineEnd = data.lastIndexOf(NEWLINE);
    const rest = lineEnd >= 0 || startsLine ? data.subarray(lineEnd + 1) : null;
    const isOpen =
      rest !== null && rest.length <= LONGEST_LINE && "--".startsWith(rest.toString("latin1", 0, 2));
    const seen = isOpen ? data.length - rest.length : data.length;
    this.#lookAtGap(data, base, seen);
    this.#pending = isOpen ? Buffer.from(rest) : null;
    this.#offset = base + seen;
  }

  /** After the last piece. */
  end(): Outline {
    const pending = this.#pending ?? Buffer.alloc(0);
    const last = { from: 0, to: pending.length };
    if (pending.length > 1) this.#addComment(pending, this.#offset, last);
    else this.#closeGap(pending, this.#offset, pending.length);
    const text = this.#texts.join("");
    return { text, toBytes: (offset) => toBytes(this.#segments, text, offset), isCut: this.#isCut };
  }

  #addComment(data: Buffer, base: number, { from, to }: Span): void {
    this.#closeGap(data, base, from);
    this.#add(data.subarray(from, to).toString("utf8"), { from: base + from, to: base + to, isText: true });
    this.#gap = { from: base + to, hasText: false };
  }

  #closeGap(data: Buffer, base: number, to: number): void {
    this.#lookAtGap(data, base, to);
    const gap = { from: this.#gap.from, to: base + to };
    if (gap.to === gap.from) return;
    const isHead = this.#length === 0 && gap.from >= base && gap.to - gap.from <= LONGEST_LINE;
    // What a tool says of the whole file may stand in a comment of another form above its first marker.
    if (isHead) this.#add(data.subarray(gap.from - base, to).toString("utf8"), { ...gap, isText: true });
    else this.#add(this.#gap.hasText ? STATEMENT : BLANK, { ...gap, isText: false });
  }

  #lookAtGap(data: Buffer, base: number, to: number): void {
    if (this.#gap.hasText) return;
    let at = Math.max(0, this.#gap.from - base);
    while (at < to && isSpace(data[at] ?? 0)) at++;
    this.#gap.hasText = at < to;
  }

  #add(text: string, segment: Omit<Segment, "at">): void {
    this.#isCut ||= this.#length + text.length > LONGEST_OUTLINE;
    if (this.#isCut) return;
    this.#segments.push({ ...segment, at: this.#length });
    this.#texts.push(text);
    this.#length += text.length;
  }
}

/** Where the next line of `data` begins with `--`, from the line end at `from` on; -1: none does. */
function commentFrom(data: Buffer, from: number, startsLine: boolean): number {
  if (startsLine && data.toString("latin1", 0, 2) === "--") return 0;
  const at = data.indexOf("\n--", from);
  return at < 0 ? -1 : at + 1;
}

function toBytes(segments: readonly Segment[], text: string, offset: number): number {
  let [low, high] = [0, segments.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((segments[middle]?.at ?? 0) <= offset) low = middle;
    else high = middle;
  }
  const segment = segments[low];
  if (segment === undefined) return 0;
  if (segment.isText) return segment.from + Buffer.byteLength(text.slice(segment.at, offset));
  return offset === segment.at ? segment.from : segment.to;
}
