import { isSpace, NEWLINE } from "../sql/characters.ts";
import type { Span } from "../sql/walk-statements.ts";

/**
 * What layouts see of a large file: its lines that are comments with `--`, and placeholders for all that stands between
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
  /** In the file: where what a placeholder stands for ends. Null: it is the file's own text. */
  readonly to: number | null;
}

/** What stands between two comment lines, as far as it has been seen. Offsets in the file. */
interface Gap {
  readonly from: number;
  to: number;
  /** Where the first begins in it that is no blank; `to` where there is none. */
  textFrom: number;
  /** Its bytes, where the outline holds them. */
  head: Buffer | null;
}

const gapFrom = (from: number): Gap => ({ from, to: from, textFrom: from, head: Buffer.alloc(0) });

/** Makes the outline of a file whose bytes come in pieces. */
export class OutlineMaker {
  readonly #headLength: number;
  readonly #segments: Segment[] = [];
  readonly #texts: string[] = [];
  #length = 0;
  #isCut = false;
  /** A line that may be a comment and has not ended yet; null: in the middle of another line. */
  #pending: Buffer | null = Buffer.alloc(0);
  /** Of `#pending`, or of the next piece. */
  #offset: number;
  #gap: Gap;

  /**
   * `start`: offset of the first piece in the file. `headLength`: so far (UTF-16 units) what stands between comment lines
   * is shown as it is, unless it is long: a comment of another form says something there.
   */
  constructor(start: number, headLength: number) {
    this.#headLength = headLength;
    this.#offset = start;
    this.#gap = gapFrom(start);
  }

  see(piece: Buffer): void {
    const startsLine = this.#pending !== null;
    const data = this.#pending?.length ? Buffer.concat([this.#pending, piece]) : piece;
    const base = this.#offset;
    // Where the piece is all in the middle of a line: 0, and no line ends behind it.
    const first = startsLine ? 0 : data.indexOf(NEWLINE) + 1;
    for (let at = commentFrom(data, first); at >= 0; ) {
      const end = data.indexOf(NEWLINE, at);
      if (end < 0) break;
      if (end - at <= LONGEST_LINE) this.#addComment(data, base, { from: at, to: end + 1 });
      at = commentFrom(data, end);
    }
    const lineEnd = data.lastIndexOf(NEWLINE);
    const rest = lineEnd >= 0 || startsLine ? data.subarray(lineEnd + 1) : null;
    const isOpen = rest !== null && rest.length <= LONGEST_LINE && mayBeComment(rest);
    const seen = isOpen ? data.length - rest.length : data.length;
    this.#growGap(data, base, seen);
    this.#pending = isOpen ? Buffer.from(rest) : null;
    this.#offset = base + seen;
  }

  /** After the last piece. */
  end(): Outline {
    const pending = this.#pending ?? Buffer.alloc(0);
    const last = { from: 0, to: pending.length };
    if (commentFrom(pending, 0) === 0) this.#addComment(pending, this.#offset, last);
    else this.#closeGap(pending, this.#offset, pending.length);
    const text = this.#texts.join("");
    return { text, toBytes: (offset) => toBytes(this.#segments, text, offset), isCut: this.#isCut };
  }

  #addComment(data: Buffer, base: number, { from, to }: Span): void {
    this.#closeGap(data, base, from);
    this.#add(data.subarray(from, to).toString("utf8"), { from: base + from, to: null });
    this.#gap = gapFrom(base + to);
  }

  #closeGap(data: Buffer, base: number, to: number): void {
    this.#growGap(data, base, to);
    const { from, to: end, textFrom, head } = this.#gap;
    if (head !== null) this.#add(head.toString("utf8"), { from, to: null });
    if (head === null && textFrom > from) this.#add(BLANK, { from, to: textFrom });
    if (head === null && end > textFrom) this.#add(STATEMENT, { from: textFrom, to: end });
  }

  /** Takes what of `data` is behind the gap, and before `to`, into it. */
  #growGap(data: Buffer, base: number, to: number): void {
    const gap = this.#gap;
    const grown = data.subarray(gap.to - base, to);
    if (gap.textFrom === gap.to) {
      let at = 0;
      while (isSpace(grown[at] ?? 0)) at++;
      gap.textFrom += at;
    }
    const isHead = gap.to - gap.from + grown.length <= LONGEST_LINE && this.#length < this.#headLength;
    gap.head = gap.head === null || !isHead ? null : Buffer.concat([gap.head, grown]);
    gap.to += grown.length;
  }

  #add(text: string, segment: Omit<Segment, "at">): void {
    this.#isCut ||= this.#length + text.length > LONGEST_OUTLINE;
    if (this.#isCut) return;
    this.#segments.push({ ...segment, at: this.#length });
    this.#texts.push(text);
    this.#length += text.length;
  }
}

/** Where the next line of `data` that is a comment begins, from `from` on, a line's beginning or end; -1: none is. */
function commentFrom(data: Buffer, from: number): number {
  for (let at = data.indexOf("--", from); at >= 0; at = data.indexOf("--", at)) {
    const line = data.lastIndexOf(NEWLINE, at) + 1;
    let begin = line;
    while (isBlank(data[begin])) begin++;
    if (begin === at) return line;
    const end = data.indexOf(NEWLINE, at);
    if (end < 0) return -1;
    at = end;
  }
  return -1;
}

/** True for the beginning of a line that is a comment, or may become one. */
function mayBeComment(line: Buffer): boolean {
  let at = 0;
  while (isBlank(line[at])) at++;
  return "--".startsWith(line.toString("latin1", at, at + 2));
}

const isBlank = (byte: number | undefined): boolean => byte === 32 || byte === 9;

function toBytes(segments: readonly Segment[], text: string, offset: number): number {
  let [low, high] = [0, segments.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((segments[middle]?.at ?? 0) <= offset) low = middle;
    else high = middle;
  }
  const segment = segments[low];
  if (segment === undefined) return 0;
  if (segment.to === null) return segment.from + Buffer.byteLength(text.slice(segment.at, offset));
  return offset === segment.at ? segment.from : segment.to;
}
