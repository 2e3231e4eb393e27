import { type CommentLine, collectCommentLines } from "../comment-lines.ts";
import { mayBeHeader } from "../headers.ts";
import type { TextPlace } from "../sql/place-at.ts";
import {
  isDumpMark,
  longStatement,
  psqlCommand,
  unterminated,
  wideStatement,
} from "../sql/split-problems.ts";
import type { SplitProblem, Statement } from "../sql/statement.ts";
import type { Span } from "../sql/walk-statements.ts";
import { BytePlaces } from "./byte-places.ts";
import type { ByteSource } from "./large-file.ts";
import { HeadBudget, LargeCopyData, LargeStatement } from "./large-statement.ts";
import {
  type CopySpan,
  type Window,
  type WindowListener,
  type WindowSizes,
  walkWindows,
} from "./walk-windows.ts";

/** A large body cut into statements. */
export interface SplitBody {
  readonly statements: readonly Statement[];
  readonly problems: readonly SplitProblem[];
  /** The comment lines between them that may be headers; offsets in bytes. */
  readonly comments: readonly CommentLine[];
}

/** How a body is cut. */
export interface Cut extends WindowSizes {
  /** The longest run, in bytes. */
  readonly runBytes: number;
  /** True for statements that may go into a run: text of `window` in Latin-1. Null: each stands for itself. */
  readonly mayJoin: ((window: Window, statement: Span) => boolean) | null;
}

/** The statements of `source` and what cannot be cut, as of `splitStatements`; neighbours that `mayJoin` are runs. */
export function splitLarge(source: ByteSource, cut: Cut): SplitBody {
  const splitter = new LargeSplitter(source, cut);
  walkWindows(source, cut, splitter);
  return splitter.end();
}

/** Statements that go together, as long as nothing comes between. */
interface Run extends Span {
  readonly place: TextPlace;
  readonly count: number;
}

class LargeSplitter implements WindowListener {
  readonly #source: ByteSource;
  readonly #cut: Cut;
  readonly #places: BytePlaces;
  readonly #problemPlaces: BytePlaces;
  readonly #heads = new HeadBudget();
  readonly #statements: Statement[] = [];
  readonly #problems: SplitProblem[] = [];
  readonly #comments: CommentLine[] = [];
  /** Those of them behind the last statement. */
  readonly #tail: { isAtEnd: boolean }[] = [];
  #run: Run | null = null;
  #isAtHead = true;
  #isLineStart = true;
  /** Of the COPY whose data is looked for, known before its data is passed over. */
  #copyPlace: TextPlace = { line: 1, column: 1 };
  #dataLine = 1;

  constructor(source: ByteSource, cut: Cut) {
    this.#source = source;
    this.#cut = cut;
    this.#places = new BytePlaces(source);
    this.#problemPlaces = new BytePlaces(source);
  }

  end(): SplitBody {
    this.#closeRun();
    return { statements: this.#statements, problems: this.#problems, comments: this.#comments };
  }

  readonly onStatement = (statement: Span, window: Window, copy: CopySpan | null): void => {
    this.#isAtHead = false;
    this.#isLineStart = false;
    for (const comment of this.#tail.splice(0)) comment.isAtEnd = false;
    if (copy === null && this.#cut.mayJoin?.(window, statement)) this.#join(statement);
    else this.#add(statement, copy);
  };

  readonly onCommand = (offset: number, line: string, isInside: boolean): void => {
    // What is left out must not lie within what is sent.
    this.#closeRun();
    if (!isInside && isDumpMark(line)) return;
    const text = Buffer.from(line, "latin1").toString("utf8");
    this.#problems.push(psqlCommand(text, this.#problemPlaces.advance(offset)));
  };

  readonly onGap = ({ from, to }: Span, window: Window): void => {
    const gap = { from: from - window.from, to: to - window.from, isLineStart: this.#isLineStart };
    const { lines, isLineStart } = collectCommentLines(window.text, gap);
    this.#isLineStart = isLineStart;
    for (const { text, offset } of lines) {
      if (!mayBeHeader(text)) continue;
      const decoded = Buffer.from(text, "latin1").toString("utf8");
      const place = { isAtHead: this.#isAtHead, isAtEnd: true };
      const comment = { text: decoded, offset: window.from + offset, ...place };
      this.#comments.push(comment);
      this.#tail.push(comment);
    }
  };

  readonly onCopy = (statementFrom: number, dataFrom: number): void => {
    this.#copyPlace = this.#places.advance(statementFrom);
    this.#dataLine = this.#places.advance(dataFrom).line;
  };

  readonly onPassed = (to: number): void => void this.#places.advance(to);

  readonly onLeftOpen: WindowListener["onLeftOpen"] = (what, offset) => {
    const place = this.#problemPlaces.advance(offset);
    this.#problems.push(this.#leftOpen(what, offset, place));
  };

  #leftOpen(what: Parameters<WindowListener["onLeftOpen"]>[0], offset: number, place: TextPlace) {
    if (what === "wide") return wideStatement(place);
    return what === "long"
      ? longStatement(this.#cut.statementBytes, place)
      : unterminated({ what, offset }, place);
  }

  #join({ from, to }: Span): void {
    const run = this.#run;
    if (run !== null && to - run.from <= this.#cut.runBytes) {
      this.#run = { ...run, to, count: run.count + 1 };
      return;
    }
    this.#closeRun();
    this.#run = { from, to, place: this.#places.advance(from), count: 1 };
  }

  #closeRun(): void {
    if (this.#run === null) return;
    const { place, count } = this.#run;
    const parts = { count, copyData: null, heads: this.#heads };
    this.#statements.push(new LargeStatement(this.#source, this.#run, place, parts));
    this.#run = null;
  }

  #add(statement: Span, copy: CopySpan | null): void {
    this.#closeRun();
    const place = copy === null ? this.#places.advance(statement.from) : this.#copyPlace;
    const copyData = copy === null ? null : new LargeCopyData(this.#source, copy, this.#dataLine);
    const parts = { count: 1, copyData, heads: this.#heads };
    this.#statements.push(new LargeStatement(this.#source, statement, place, parts));
  }
}
