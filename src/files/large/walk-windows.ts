import { endOfLine } from "../sql/characters.ts";
import type { Unterminated } from "../sql/scanner.ts";
import { type Span, type WalkEnd, walkStatements } from "../sql/walk-statements.ts";
import { afterLineEnd, findCopyEnd } from "./find-copy-end.ts";
import type { ByteSource } from "./large-file.ts";
import { Scratch } from "./scratch.ts";

/** Part of the bytes as Latin-1: each byte one character, so that offsets in it are bytes. */
export interface Window {
  readonly text: string;
  /** Offset of its first byte. */
  readonly from: number;
  /** True when nothing but the data of a COPY, or nothing at all, follows it. */
  readonly isLast: boolean;
}

/** The data of a COPY; `end`: behind the `\.` that closes it. */
export type CopySpan = Span & { readonly end: number };

/** What is told of bytes while they are walked, in their order. All offsets are bytes of the source. */
export interface WindowListener {
  /** A statement without its `;`, which lies in `window`. */
  readonly onStatement: (statement: Span, window: Window, copy: CopySpan | null) => void;
  /** A command of psql, `line` to the end of its line; `isInside`: in the statement that is told next. */
  readonly onCommand: (offset: number, line: string, isInside: boolean) => void;
  /** What stands before a statement, or a part of that; a part begins where the last one ended. */
  readonly onGap: (gap: Span, window: Window) => void;
  /** The data of the COPY that is told next begins at `dataFrom`. */
  readonly onCopy: (statementFrom: number, dataFrom: number) => void;
  /** Data before `to` has been passed over. */
  readonly onPassed: (to: number) => void;
  /**
   * What was left open at the end; wide: a statement that begins on the line of a COPY goes on below its data; long: one
   * has more than the most bytes, and nothing behind it is told.
   */
  readonly onLeftOpen: (what: Unterminated["what"] | "wide" | "long", offset: number) => void;
}

/**
 * Walks the statements of `source` as `walkStatements` walks those of a text, with little more than `windowBytes` in
 * memory, or than twice the longest statement, up to `statementBytes` of it. PostgreSQL's lexer looks at bytes too: beyond ASCII all are parts of words.
 */
export function walkWindows(
  source: ByteSource,
  { windowBytes, statementBytes }: WindowSizes,
  listener: WindowListener,
): void {
  new WindowWalk(source, listener).run(windowBytes, statementBytes);
}

/** In bytes. */
export interface WindowSizes {
  /** What is looked at at once. */
  readonly windowBytes: number;
  /** The longest statement that is still looked for the end of. */
  readonly statementBytes: number;
}

class WindowWalk {
  readonly #source: ByteSource;
  readonly #listener: WindowListener;
  readonly #scratch = new Scratch();
  /** From the end of the line of a COPY to behind its data: the rest of the line is walked before what follows. */
  #hop: Span | null = null;
  /** How far gaps have been told. */
  #gapFrom: number;

  constructor(source: ByteSource, listener: WindowListener) {
    this.#source = source;
    this.#listener = listener;
    this.#gapFrom = source.start;
  }

  run(windowBytes: number, statementBytes: number): void {
    let [from, size]: [number | null, number] = [this.#source.start, windowBytes];
    while (from !== null) {
      const border = this.#hop?.from ?? this.#source.end;
      const to = Math.min(from + size, border);
      const text = this.#source.read(from, to, this.#scratch).toString("latin1");
      const next = this.#walk({ text, from, isLast: to === border });
      if (next === from && size >= statementBytes) {
        this.#listener.onLeftOpen("long", from);
        return;
      }
      // Nothing has ended in it: twice as much, so that the whole stays linear.
      size = next === from ? Math.min(size * 2, statementBytes) : windowBytes;
      from = next;
    }
  }

  /** Walks one window. Where the next begins; null when all is over. */
  #walk(window: Window): number | null {
    let unseenFrom: number | null = null;
    let isStopped = false;
    const end = walkStatements(window.text, {
      onStatement: (statement, at, isCopy) => {
        if (!isCopy) return this.#tell(window, statement, at, null);
        isStopped = true;
        if (isSeen(window, endOfLine(window.text, at)))
          this.#tell(window, statement, at, this.#copyBehind(window, statement.from, at));
        else unseenFrom = statement.from;
        return "stop";
      },
      onCommand: (command, openFrom) => {
        if (!isSeen(window, command.to)) return false;
        this.#tellGap(window, openFrom ?? command.from);
        const line = window.text.slice(command.from, command.to);
        this.#listener.onCommand(window.from + command.from, line, openFrom !== null);
        return true;
      },
    });
    if (!isStopped && window.isLast) return this.#end(window, end);
    const next = unseenFrom ?? safeEnd(end);
    this.#tellGap(window, next);
    return window.from + next;
  }

  /** At the end of a window that nothing follows. */
  #end(window: Window, { open, unterminated }: WalkEnd): number | null {
    const { length } = window.text;
    if (this.#hop !== null) return this.#endLine(window, this.#hop, open?.from ?? unterminated?.offset);
    if (unterminated !== null)
      this.#listener.onLeftOpen(unterminated.what, window.from + unterminated.offset);
    else if (open !== null)
      this.#tell(window, open, length, open.isCopy ? this.#copyBehind(window, open.from, length) : null);
    this.#tellGap(window, length);
    return null;
  }

  /** At the end of the line of a COPY. `openFrom`: where something begins that goes on below the data. */
  #endLine(window: Window, hop: Span, openFrom: number | undefined): number | null {
    this.#tellGap(window, window.text.length);
    if (openFrom !== undefined) {
      this.#listener.onLeftOpen("wide", window.from + openFrom);
      return null;
    }
    this.#hop = null;
    this.#gapFrom = hop.to;
    return hop.to;
  }

  #tell(window: Window, { from, to }: Span, at: number, copy: CopySpan | null): null {
    this.#tellGap(window, from);
    this.#listener.onStatement({ from: window.from + from, to: window.from + to }, window, copy);
    // A comment may stand between a statement and its `;`, but for a COPY: what comes before its data is its own.
    this.#gapFrom = window.from + (copy === null ? to : at);
    return null;
  }

  #tellGap(window: Window, to: number): void {
    this.#listener.onGap({ from: this.#gapFrom, to: window.from + to }, window);
    this.#gapFrom = window.from + to;
  }

  // Like psql: the data begins on the next line, and what stands behind the `;` goes on after the data.
  #copyBehind(window: Window, statementFrom: number, at: number): CopySpan {
    const lineEnd = this.#hop?.from ?? window.from + endOfLine(window.text, at);
    const from = afterLineEnd(this.#source, this.#hop?.to ?? lineEnd);
    this.#listener.onCopy(window.from + statementFrom, from);
    const data = findCopyEnd(this.#source, from, this.#listener.onPassed);
    this.#hop = { from: lineEnd, to: data.end };
    return data;
  }
}

/** True when the line that ends at `lineEnd` is seen to end there. */
function isSeen({ text, isLast }: Window, lineEnd: number): boolean {
  return isLast || lineEnd < text.length;
}

/** Where the next window begins when this one stops in the middle: all before it is told, or blank. */
function safeEnd({ open, unterminated, told, blankTo }: WalkEnd): number {
  if (open !== null) return open.from;
  // Not so for a string: what stands before its quote, as E does, says how it is read.
  return unterminated?.what === "comment" ? unterminated.offset : Math.max(told, blankTo);
}
