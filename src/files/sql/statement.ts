/** One SQL statement of a file, as a slice of its text. */
export interface Statement {
  /** The statement without surrounding blanks and comments, and without its `;`. */
  readonly sql: string;
  /** Start of `sql` in the text, in UTF-16 units (for slicing). */
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
  readonly copyData: string | null;
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
