import type { CopyData } from "../sql/copy-data.ts";
import { makeTokens } from "../sql/make-tokens.ts";
import type { TextPlace } from "../sql/place-at.ts";
import type { Statement, Token } from "../sql/statement.ts";
import type { Span } from "../sql/walk-statements.ts";
import type { ByteSource } from "./large-file.ts";
import { Scratch } from "./scratch.ts";

/** What is kept of a run for classifiers, which look at its first words, and for people, in bytes. */
const RUN_HEAD_BYTES = 4_096;

/** The same of a statement of its own: a function's body has a beginning too. */
const HEAD_BYTES = 64_000;

/** For bytes that are made into a string at once. */
const SCRATCH = new Scratch();

/** A statement, or a run of them, that stays in its file until it is asked for. */
export class LargeStatement implements Statement {
  readonly count: number;
  readonly offset: number;
  readonly size: number;
  readonly line: number;
  readonly column: number;
  readonly copyData: CopyData | null;
  readonly #source: ByteSource;
  readonly #head: string | null;

  constructor(source: ByteSource, span: Span, place: TextPlace, more: LargeStatementParts) {
    this.#source = source;
    this.offset = span.from;
    this.size = span.to - span.from;
    this.line = place.line;
    this.column = place.column;
    this.count = more.count;
    this.copyData = more.copyData;
    this.#head = more.heads.take(this.#headBytes) ? this.#readHead() : null;
  }

  get sql(): string {
    return this.#source.read(this.offset, this.offset + this.size, SCRATCH).toString("utf8");
  }

  get head(): string {
    return this.#head ?? this.#readHead();
  }

  // Not kept: those of a run of a megabyte take fifty times its size.
  get tokens(): readonly Token[] {
    return makeTokens(this.sql);
  }

  get #headBytes(): number {
    return Math.min(this.size, this.count > 1 ? RUN_HEAD_BYTES : HEAD_BYTES);
  }

  #readHead(): string {
    const head = this.#source.read(this.offset, this.offset + this.#headBytes, SCRATCH).toString("utf8");
    // The cut may go through a character.
    return this.#headBytes < this.size ? head.replace(/\ufffd$/, "") : head;
  }
}

export interface LargeStatementParts {
  readonly count: number;
  readonly copyData: CopyData | null;
  readonly heads: HeadBudget;
}

/** How much of the heads of one file is kept: of millions of statements those of the later ones are read again. */
export class HeadBudget {
  #leftBytes = 16 * 1024 * 1024;

  /** True when this much more may be kept. */
  take(bytes: number): boolean {
    this.#leftBytes -= bytes;
    return this.#leftBytes >= 0;
  }
}

/** The data of a COPY that stays in its file. */
export class LargeCopyData implements CopyData {
  readonly size: number;
  readonly end: number;
  readonly line: number;
  readonly #source: ByteSource;
  readonly #from: number;

  constructor(source: ByteSource, { from, to, end }: Span & { readonly end: number }, line: number) {
    this.#source = source;
    this.#from = from;
    this.size = to - from;
    this.end = end;
    this.line = line;
  }

  *chunks(): Iterable<Buffer> {
    const scratch = new Scratch();
    const to = this.#from + this.size;
    for (let at = this.#from; at < to; at += CHUNK_BYTES)
      yield this.#source.read(at, Math.min(at + CHUNK_BYTES, to), scratch);
  }
}

const CHUNK_BYTES = 256 * 1024;
