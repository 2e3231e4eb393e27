import {
  DASH,
  DOLLAR,
  DOT,
  DOUBLE_QUOTE,
  endOfLine,
  isDigit,
  isSpace,
  isWordPart,
  isWordStart,
  QUOTE,
  SLASH,
  STAR,
} from "./characters.ts";
import { continuingQuote, dollarTag, endOfBlockComment, endOfEscaped, endOfQuoted, OPEN } from "./quoting.ts";
import type { Token } from "./statement.ts";

/** What the text ended in the middle of, and where that was opened. */
export interface Unterminated {
  readonly what: "string" | "quoted identifier" | "comment" | "dollar-quoted string";
  readonly offset: number;
}

/**
 * Walks the tokens of an SQL text as PostgreSQL's own lexer cuts them, standard_conforming_strings on.
 * Linear in the text; allocates nothing a token, so that a dump of many megabytes can be walked.
 * Source: PostgreSQL manual, "Lexical Structure"; src/backend/parser/scan.l.
 */
export class Scanner {
  kind: Token["kind"] = "symbol";
  /** The token is `text.slice(start, end)`. */
  start = 0;
  end = 0;
  /** Why `next` stopped before the end of the text; null when it did not. */
  unterminated: Unterminated | null = null;
  /** Where the blanks at the end of the text end: before a `--` comment that reaches it, else there. Set by the last `next`. */
  blankTo = 0;
  readonly text: string;
  #bodyStart = 0;
  #bodyEnd = 0;
  #hopFrom = -1;
  #hopTo = -1;

  constructor(text: string) {
    this.text = text;
  }

  /** Moves to the next token; false at the end of the text, or where something is left open. */
  next(): boolean {
    const start = this.#afterBlanks();
    if (start === OPEN || start >= this.text.length) return false;
    this.start = start;
    const code = this.text.charCodeAt(start);
    if (isWordStart(code)) return this.#wordOrPrefixed(code);
    if (code === QUOTE) return this.#string(start, false);
    if (isDigit(code)) return this.#number();
    if (code === DOUBLE_QUOTE) return this.#quoted(start);
    if (code === DOLLAR) return this.#dollar();
    if (code === DOT && isDigit(this.text.charCodeAt(start + 1))) return this.#number();
    return this.#token("symbol", start + 1);
  }

  /** Goes on at `offset`. */
  moveTo(offset: number): void {
    this.end = offset;
  }

  /** When blanks reach `from`, goes on at `to`: over the data of a COPY. */
  hopOver(from: number, to: number): void {
    this.#hopFrom = from;
    this.#hopTo = to;
  }

  /** `Token.text` of the current token. */
  tokenText(): string {
    if (this.kind === "word") return foldCase(this.text.slice(this.start, this.end));
    if (this.kind !== "string" && this.kind !== "quoted") return this.text.slice(this.start, this.end);
    const body = this.text.slice(this.#bodyStart, this.#bodyEnd);
    return this.kind === "quoted" ? body.replaceAll('""', '"') : body;
  }

  #token(kind: Token["kind"], end: number): boolean {
    this.kind = kind;
    this.end = end;
    return true;
  }

  #body(kind: "string" | "quoted", from: number, to: number, end: number): boolean {
    this.#bodyStart = from;
    this.#bodyEnd = to;
    return this.#token(kind, end);
  }

  #leftOpen(what: Unterminated["what"], offset: number): false {
    this.unterminated = { what, offset };
    return false;
  }

  #afterBlanks(): number {
    const { text } = this;
    let at = this.end;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (at === this.#hopFrom) at = this.#hopTo;
      else if (isSpace(code)) at++;
      else if (code === DASH && text.charCodeAt(at + 1) === DASH) {
        this.blankTo = at;
        at = endOfLine(text, at);
        if (at === text.length) return at;
      } else if (code === SLASH && text.charCodeAt(at + 1) === STAR) {
        const end = endOfBlockComment(text, at);
        if (end === OPEN) this.#leftOpen("comment", at);
        if (end === OPEN) return OPEN;
        at = end;
      } else return at;
    }
    this.blankTo = at;
    return at;
  }

  #wordOrPrefixed(code: number): boolean {
    const next = this.text.charCodeAt(this.start + 1);
    const letter = code | 32;
    if (next === QUOTE && code < 128) {
      if (letter === 101) return this.#string(this.start + 1, true);
      if (letter === 98 || letter === 110 || letter === 120) return this.#string(this.start + 1, false);
    }
    if (next === 38 && letter === 117 && code < 128) {
      const quote = this.text.charCodeAt(this.start + 2);
      if (quote === QUOTE) return this.#string(this.start + 2, false);
      if (quote === DOUBLE_QUOTE) return this.#quoted(this.start + 2);
    }
    return this.#token("word", this.#endOfWord(this.start + 1));
  }

  #endOfWord(from: number): number {
    let at = from;
    while (at < this.text.length && isWordPart(this.text.charCodeAt(at))) at++;
    return at;
  }

  #string(quoteAt: number, escapes: boolean): boolean {
    let opened = quoteAt;
    for (;;) {
      const end = escapes ? endOfEscaped(this.text, opened + 1) : endOfQuoted(this.text, opened + 1, "'");
      if (end === OPEN) return this.#leftOpen("string", opened);
      const more = continuingQuote(this.text, end);
      if (more === OPEN) return this.#body("string", quoteAt + 1, end - 1, end);
      opened = more;
    }
  }

  #quoted(quoteAt: number): boolean {
    const end = endOfQuoted(this.text, quoteAt + 1, '"');
    if (end === OPEN) return this.#leftOpen("quoted identifier", quoteAt);
    return this.#body("quoted", quoteAt + 1, end - 1, end);
  }

  #dollar(): boolean {
    let at = this.start + 1;
    while (isDigit(this.text.charCodeAt(at))) at++;
    if (at > this.start + 1) return this.#token("parameter", at);
    const tag = dollarTag(this.text, this.start);
    if (tag === null) return this.#token("symbol", at);
    const from = this.start + tag.length;
    const close = this.text.indexOf(tag, from);
    if (close < 0) return this.#leftOpen("dollar-quoted string", this.start);
    return this.#body("string", from, close, close + tag.length);
  }

  #number(): boolean {
    const { text } = this;
    let at = this.start;
    while (isDigit(text.charCodeAt(at)) || text.charCodeAt(at) === DOT) at++;
    const exponent = (text.charCodeAt(at) | 32) === 101;
    const sign = text.charCodeAt(at + 1);
    if (exponent && (sign === 43 || sign === DASH) && isDigit(text.charCodeAt(at + 2))) {
      at += 2;
      while (isDigit(text.charCodeAt(at))) at++;
    }
    // A `$` straight after digits opens a quoting; after letters it belongs to them (0x1F, 1_000, 1e5).
    if (isWordStart(text.charCodeAt(at))) at = this.#endOfWord(at);
    return this.#token("number", at);
  }
}

/** `word` as the server stores it unquoted: A to Z in lower case, letters beyond ASCII as they are. */
export function foldCase(word: string): string {
  return /[^\0-\x7f]/.test(word) ? word.replace(/[A-Z]+/g, (part) => part.toLowerCase()) : word.toLowerCase();
}
