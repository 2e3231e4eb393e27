/** A question of a pending statement about the rows of the target, with its answer. */
export interface ReportPreflight {
  readonly version: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** One sentence: `Are there rows of users without email?` */
  readonly question: string;
  /** holds: there are none · violated: there are, and the statement would fail · not-answered: see `why`. */
  readonly answer: "holds" | "violated" | "not-answered";
  /** How many; null where nothing was found or answered. */
  readonly count: number | null;
  /** False: at least `count`, there may be more. */
  readonly isExact: boolean;
  /** Columns of the primary key, in its order; empty without one. */
  readonly keyColumns: readonly string[];
  /** Of at most five of the rows: the values of `keyColumns` as text, each of at most 100 characters. */
  readonly keys: readonly (readonly string[])[];
  /** Why it was not answered, one phrase; null where it was. */
  readonly why: string | null;
}
