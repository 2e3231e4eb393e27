import type { CopyData } from "./copy-data.ts";

/** One SQL statement of a file, as a slice of its text; of a large file also a run of several (see `count`). */
export interface Statement {
  /**
   * The statement without surrounding blanks and comments, and without its `;`. Of a large file it is read when asked
   * for, each time; throws FILE_CHANGED then where the file is no longer what was planned with.
   */
  readonly sql: string;
  /** How `sql` begins: all of it, or of a large file enough for classifiers and people, without reading the rest. */
  readonly head: string;
  /** Length of `sql` without reading it: UTF-16 units, of a large file bytes. */
  readonly size: number;
  /**
   * How many statements of the file it stands for. More than one: a run of INSERT, UPDATE, DELETE, MERGE, SELECT, VALUES
   * and WITH in a large file, of which none writes the ledger; `sql` is then all of them with what stands between.
   */
  readonly count: number;
  /** Start of `sql` in the text, in UTF-16 units (for slicing); of a large file in bytes of the file. */
  readonly offset: number;
  /** Line and column of the first character, 1-based, column in characters (code points). */
  readonly line: number;
  readonly column: number;
  /**
   * Words and symbols of the statement, comments left out. Made when first read: an INSERT of megabytes has
   * millions of them, so look at its `sql` first. Not copied by an object spread.
   */
  readonly tokens: readonly Token[];
  /** Inline data that follows `COPY … FROM STDIN;`, without the closing `\.` line; null for all others. */
  readonly copyData: CopyData | null;
}

/** A lexical unit of SQL. Source: PostgreSQL manual, "Lexical Structure". */
export interface Token {
  /**
   * word: a key word or unquoted identifier, `text` folded to lower case as the server does ·
   * quoted: a quoted identifier ("…" or U&"…"), `text` without quotes, doubled quotes undone ·
   * string: any string constant ('…', E'…', B'…', X'…', N'…', U&'…', $tag$…$tag$), `text` its body as written ·
   * number · parameter ($1) · symbol: one operator character or punctuation.
   */
  readonly kind: "word" | "quoted" | "string" | "number" | "parameter" | "symbol";
  readonly text: string;
  /** Start in the statement's `sql`, in UTF-16 units. */
  readonly offset: number;
}

/** A reason why a text cannot be cut into statements. */
export interface SplitProblem {
  readonly code: "SQL_UNTERMINATED" | "PSQL_COMMAND";
  /** What is wrong, in one sentence, without file or line. */
  readonly message: string;
  readonly hint: string;
  readonly line: number;
  readonly column: number;
}

/** A text cut into statements; with problems the statements are those that were understood. */
export interface SplitText {
  readonly statements: readonly Statement[];
  readonly problems: readonly SplitProblem[];
}
