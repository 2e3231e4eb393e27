import { endOfLine } from "./characters.ts";
import { afterLineEnd, copyDataAt } from "./copy-data.ts";
import { PlaceTracker, type TextPlace } from "./place-at.ts";
import { Scanner } from "./scanner.ts";
import { SlicedStatement } from "./sliced-statement.ts";
import { psqlCommand, unterminated } from "./split-problems.ts";
import type { SplitProblem, SplitText, Statement, Token } from "./statement.ts";
import { StatementShape } from "./statement-shape.ts";

/**
 * The statements of `text` in order, empty ones left out, the last with or without its `;`, and what cannot be
 * cut: SQL_UNTERMINATED (then nothing after it) and every psql command but `\restrict` and `\unrestrict`
 * (PSQL_COMMAND). Never throws. Time is linear in the text. Places are 1-based, in characters.
 * Source: PostgreSQL manual, "Lexical Structure"; psql's rules for `;` (src/fe_utils/psqlscan.l).
 */
export function splitStatements(text: string): SplitText {
  return new Splitter(text).split();
}

class Splitter {
  readonly #text: string;
  readonly #scanner: Scanner;
  readonly #places: PlaceTracker;
  readonly #shape = new StatementShape();
  readonly #statements: Statement[] = [];
  readonly #problems: SplitProblem[] = [];
  #start: { readonly offset: number; readonly place: TextPlace } | null = null;
  #end = 0;
  /** Data of COPYs that began on the line ending at `lineEnd` reaches to `to`. */
  #copied = { lineEnd: -1, to: 0 };

  constructor(text: string) {
    this.#text = text;
    this.#scanner = new Scanner(text);
    this.#places = new PlaceTracker(text);
  }

  split(): SplitText {
    while (this.#scanner.next()) this.#see(this.#scanner.kind);
    const open = this.#scanner.unterminated;
    if (open === null) this.#finish(null);
    else this.#problems.push(unterminated(open, this.#places.advance(open.offset)));
    return { statements: this.#statements, problems: this.#problems };
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
    if (symbol === "\\") this.#seePsqlCommand();
    else if (!this.#shape.seeSymbol(symbol)) this.#extend();
    else this.#finish(this.#shape.readsInlineData ? this.#readCopyData() : null);
  }

  #extend(): void {
    const { start } = this.#scanner;
    this.#start ??= { offset: start, place: this.#places.advance(start) };
    this.#end = this.#scanner.end;
  }

  #finish(copyData: string | null): void {
    if (this.#start !== null) {
      const { offset, place } = this.#start;
      const data = copyData ?? (this.#shape.readsInlineData ? "" : null);
      this.#statements.push(new SlicedStatement(this.#text.slice(offset, this.#end), offset, place, data));
    }
    this.#start = null;
    this.#shape.reset();
  }

  // Like psql: the data begins on the next line, and what stands behind the `;` goes on after the data.
  #readCopyData(): string {
    const sameLine = this.#copied.lineEnd >= this.#scanner.end;
    const lineEnd = sameLine ? this.#copied.lineEnd : endOfLine(this.#text, this.#scanner.end);
    const from = sameLine ? afterLineEnd(this.#text, this.#copied.to) : afterLineEnd(this.#text, lineEnd);
    const { data, end } = copyDataAt(this.#text, from);
    this.#copied = { lineEnd, to: end };
    this.#scanner.hopOver(lineEnd, end);
    return data;
  }

  #seePsqlCommand(): void {
    const { start } = this.#scanner;
    const lineEnd = endOfLine(this.#text, start);
    const isDumpMark = /^\\(un)?restrict(\s|$)/.test(this.#text.slice(start, Math.min(lineEnd, start + 12)));
    if (!isDumpMark || this.#start !== null) {
      this.#problems.push(psqlCommand(this.#text.slice(start, lineEnd), this.#places.advance(start)));
    }
    this.#finish(null);
    this.#scanner.moveTo(lineEnd);
  }
}
