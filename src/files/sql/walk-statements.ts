import { endOfLine } from "./characters.ts";
import { Scanner, type Unterminated } from "./scanner.ts";
import type { Token } from "./statement.ts";
import { StatementShape } from "./statement-shape.ts";

/** Part of a text: offsets of its first character and behind its last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What is told of a text while it is walked, in its order. Offsets are those of the text. */
export interface WalkListener {
  /**
   * A statement, without its `;`. `at`: where the walk goes on; `isCopy`: a COPY whose data follows in the text.
   * Answers over what to hop when blanks reach it (from the end of the line to behind the data), null: over nothing, or
   * `stop`: the walk ends behind this statement.
   */
  readonly onStatement: (statement: Span, at: number, isCopy: boolean) => Span | null | "stop";
  /**
   * A command of psql, to the end of its line; `openFrom`: where the statement began that it stands in and ends, and
   * that is told next, null: in none. False: the walk ends before it.
   */
  readonly onCommand: (command: Span, openFrom: number | null) => boolean;
}

/** Where a walk ended. */
export interface WalkEnd {
  /** The statement that was begun and not ended by a `;`. */
  readonly open: (Span & { readonly isCopy: boolean }) | null;
  /** What was left open at the end of the text. */
  readonly unterminated: Unterminated | null;
  /** Behind the last statement or command that was told. */
  readonly told: number;
  /** Where blanks reach the end of the text in a `--` comment, its start: the comment may go on. Else that end. */
  readonly blankTo: number;
}

/**
 * Walks the statements of `text`; empty ones are not told. Linear in the text.
 * Source: PostgreSQL manual, "Lexical Structure"; psql's rules for `;` (src/fe_utils/psqlscan.l).
 */
export function walkStatements(text: string, listener: WalkListener): WalkEnd {
  return new Walk(text, listener).run();
}

class Walk {
  readonly #text: string;
  readonly #listener: WalkListener;
  readonly #scanner: Scanner;
  readonly #shape = new StatementShape();
  #from = -1;
  #to = 0;
  #told = 0;
  #isStopped = false;

  constructor(text: string, listener: WalkListener) {
    this.#text = text;
    this.#listener = listener;
    this.#scanner = new Scanner(text);
  }

  run(): WalkEnd {
    const scanner = this.#scanner;
    while (!this.#isStopped && scanner.next()) this.#see(scanner.kind);
    const open =
      this.#from < 0 ? null : { from: this.#from, to: this.#to, isCopy: this.#shape.readsInlineData };
    return { open, unterminated: scanner.unterminated, told: this.#told, blankTo: scanner.blankTo };
  }

  #see(kind: Token["kind"]): void {
    const { start } = this.#scanner;
    if (kind === "symbol") {
      this.#seeSymbol(this.#text[start] ?? "");
      return;
    }
    this.#extend();
    if (kind !== "word") this.#shape.seeOther();
    else if (this.#shape.wantsWords) this.#shape.seeWord(this.#scanner.tokenText());
  }

  #seeSymbol(symbol: string): void {
    if (symbol === "\\") this.#seeCommand();
    else if (!this.#shape.seeSymbol(symbol)) this.#extend();
    else this.#finish();
  }

  #extend(): void {
    if (this.#from < 0) this.#from = this.#scanner.start;
    this.#to = this.#scanner.end;
  }

  #finish(): void {
    this.#told = this.#scanner.end;
    if (this.#from >= 0) {
      const statement = { from: this.#from, to: this.#to };
      const answer = this.#listener.onStatement(statement, this.#told, this.#shape.readsInlineData);
      if (answer === "stop") this.#isStopped = true;
      else if (answer !== null) this.#scanner.hopOver(answer.from, answer.to);
    }
    this.#from = -1;
    this.#shape.reset();
  }

  #seeCommand(): void {
    const { start } = this.#scanner;
    const lineEnd = endOfLine(this.#text, start);
    const openFrom = this.#from < 0 ? null : this.#from;
    if (!this.#listener.onCommand({ from: start, to: lineEnd }, openFrom)) {
      this.#isStopped = true;
      return;
    }
    this.#scanner.moveTo(start);
    this.#finish();
    this.#scanner.moveTo(lineEnd);
    this.#told = lineEnd;
  }
}
