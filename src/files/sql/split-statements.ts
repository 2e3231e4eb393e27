import { endOfLine } from "./characters.ts";
import { afterLineEnd, copyDataAt, TextCopyData } from "./copy-data.ts";
import { PlaceTracker } from "./place-at.ts";
import { SlicedStatement } from "./sliced-statement.ts";
import { isDumpMark, psqlCommand, unterminated } from "./split-problems.ts";
import type { SplitProblem, SplitText, Statement } from "./statement.ts";
import { type Span, type WalkListener, walkStatements } from "./walk-statements.ts";

/**
 * The statements of `text` in order, empty ones left out, the last with or without its `;`, and what cannot be
 * cut: SQL_UNTERMINATED (then nothing after it) and every psql command but `\restrict` and `\unrestrict`
 * (PSQL_COMMAND). Never throws. Time is linear in the text. Places are 1-based, in characters.
 * Source: PostgreSQL manual, "Lexical Structure"; psql's rules for `;` (src/fe_utils/psqlscan.l).
 */
export function splitStatements(text: string): SplitText {
  return new Splitter(text).split();
}

class Splitter implements WalkListener {
  readonly #text: string;
  // One for each kind of place: a tracker goes forward only, and they come interleaved.
  readonly #places: PlaceTracker;
  readonly #dataPlaces: PlaceTracker;
  readonly #problemPlaces: PlaceTracker;
  readonly #statements: Statement[] = [];
  readonly #problems: SplitProblem[] = [];
  /** Data of COPYs that began on the line ending at `lineEnd` reaches to `to`. */
  #copied = { lineEnd: -1, to: 0 };

  constructor(text: string) {
    this.#text = text;
    this.#places = new PlaceTracker(text);
    this.#dataPlaces = new PlaceTracker(text);
    this.#problemPlaces = new PlaceTracker(text);
  }

  split(): SplitText {
    const { open, unterminated: left } = walkStatements(this.#text, this);
    if (left !== null) this.#problems.push(unterminated(left, this.#problemPlaces.advance(left.offset)));
    else if (open !== null) this.onStatement(open, this.#text.length, open.isCopy);
    return { statements: this.#statements, problems: this.#problems };
  }

  readonly onStatement = ({ from, to }: Span, at: number, isCopy: boolean): Span | null => {
    const data = isCopy ? this.#readCopyData(at) : null;
    const place = this.#places.advance(from);
    this.#statements.push(new SlicedStatement(this.#text.slice(from, to), from, place, data));
    return isCopy ? { from: this.#copied.lineEnd, to: this.#copied.to } : null;
  };

  readonly onCommand = ({ from, to }: Span, openFrom: number | null): boolean => {
    const line = this.#text.slice(from, to);
    if (openFrom !== null || !isDumpMark(line))
      this.#problems.push(psqlCommand(line, this.#problemPlaces.advance(from)));
    return true;
  };

  // Like psql: the data begins on the next line, and what stands behind the `;` goes on after the data.
  #readCopyData(at: number): TextCopyData {
    const sameLine = this.#copied.lineEnd >= at;
    const lineEnd = sameLine ? this.#copied.lineEnd : endOfLine(this.#text, at);
    const from = afterLineEnd(this.#text, sameLine ? this.#copied.to : lineEnd);
    const { to, end } = copyDataAt(this.#text, from);
    this.#copied = { lineEnd, to: end };
    return new TextCopyData(this.#text.slice(from, to), end, this.#dataPlaces.advance(from).line);
  }
}
