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
  /** What was left open at the end; wide: a statement that begins on the line of a COPY goes on below its data. */
  readonly onLeftOpen: (what: Unterminated["what"] | "wide", offset: number) => void;
}

/**
 * Walks the statements of `source` as `walkStatements` walks those of a text, with little more than `windowBytes` in
 * memory, or than twice the longest statement. PostgreSQL's lexer looks at bytes too: beyond ASCII all are parts of words.
 */
export function walkWindows(source: ByteSource, windowBytes: number, listener: WindowListener): void {
  new WindowWalk(source, listener).run(windowBytes);
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

  run(windowBytes: number): void {
    let [from, size]: [number | null, number] = [this.#source.start, windowBytes];
    while (from !== null) {
      const border = this.#hop?.from ?? this.#source.end;
      const to = Math.min(from + size, border);
      const text = this.#source.read(from, to, this.#scratch).toString("latin1");
      const next = this.#walk({ text, from, isLast: to === border });
      // Nothing has ended in it: twice as much, so that the whole stays linear.
      size = next === from ? size * 2 : windowBytes;
      from = next;
    }
  }

  /** Walks one window. Where the next begins; null when all is over. */
  #walk(window: Window): number | null {
    let stoppedAt: number | null = null;
    const end = walkStatements(window.text, {
      onStatement: (statement, at, isCopy) => {
        if (!isCopy) return this.#tell(window, statement, at, null);
        const isWhole = this.#hop !== null || isSeen(window, endOfLine(window.text, at));
        stoppedAt = isWhole ? at : statement.from;
        if (isWhole) this.#tell(window, statement, at, this.#copyBehind(window, statement.from, at));
        return "stop";
      },
      onCommand: (command, openFrom) => {
        if (!isSeen(window, command.to)) return false;
        this.#tellGap(window, openFrom ?? command.from);
        const line = window.text.slice(command.from, command.to);
        this.#listener.onCommand(window.from + command.from, line, openFrom !== null);
        this.#gapFrom = Math.max(this.#gapFrom, window.from + command.to);
        return true;
      },
    });
    if (stoppedAt === null && window.isLast) return this.#end(window, end);
    const next = stoppedAt ?? safeEnd(end);
    this.#tellGap(window, next);
    return window.from + next;
  }

  /** At the end of a window that nothing follows. */
  #end(window: Window, { open, unterminated }: WalkEnd): number | null {
    const hop = this.#hop;
    const isOpen = unterminated ?? open;
    if (hop !== null && isOpen === null) {
      this.#hop = null;
      this.#tellGap(window, window.text.length);
      this.#gapFrom = hop.to;
      return hop.to;
    }
    if (hop !== null && isOpen !== null)
      this.#listener.onLeftOpen("wide", window.from + (open?.from ?? unterminated?.offset ?? 0));
    else if (unterminated !== null)
      this.#listener.onLeftOpen(unterminated.what, window.from + unterminated.offset);
    else if (open !== null) {
      const copy = open.isCopy ? this.#copyBehind(window, open.from, window.text.length) : null;
      this.#tell(window, open, copy === null ? open.to : window.text.length, copy);
    }
    this.#tellGap(window, window.text.length);
    return null;
  }

  #tell(window: Window, { from, to }: Span, at: number, copy: CopySpan | null): null {
    this.#tellGap(window, from);
    this.#listener.onStatement({ from: window.from + from, to: window.from + to }, window, copy);
    // A comment may stand between a statement and its `;`.
    if (copy === null) this.#gapFrom = window.from + to;
    this.#tellGap(window, at);
    this.#gapFrom = Math.max(this.#gapFrom, window.from + at);
    return null;
  }

  #tellGap(window: Window, to: number): void {
    const from = this.#gapFrom - window.from;
    if (from >= to) return;
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

/** True when the line that ends at `lineEnd` is seen to end there: a CRLF may be cut. */
function isSeen({ text, isLast }: Window, lineEnd: number): boolean {
  return isLast || lineEnd < text.length - 1;
}

/** Where the next window begins when this one stops in the middle: all before it is told, or blank. */
function safeEnd({ open, unterminated, told, blankTo }: WalkEnd): number {
  if (open !== null) return open.from;
  if (unterminated === null) return Math.max(told, blankTo);
  return unterminated.what === "comment" ? Math.max(told, unterminated.offset) : told;
}
