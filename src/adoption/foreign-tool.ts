/** What a column may be: text of any kind, `varchar` only, a whole number, `bigint` only, true or false, a time, anything. */
export type ColumnKind = "text" | "varchar" | "integer" | "bigint" | "boolean" | "time" | "any";

/** Columns by name. */
export type ColumnKinds = Readonly<Record<string, ColumnKind>>;

/** A row of another tool's ledger as it is read: all values as text, times in UTC as ISO 8601. */
export type ForeignRow = Readonly<Record<string, string | null>>;

/** Another migration tool: how its ledger is known, and what its rows mean. */
export interface ForeignTool {
  /** As its own documentation writes it. */
  readonly name: string;
  /** Columns that its table has; with those of `mayHave` it has no others. */
  readonly columns: ColumnKinds;
  readonly mayHave: ColumnKinds;
  /** A table in the same schema that must be there, where the columns do not tell it from another tool's; else null. */
  readonly beside: string | null;
  /**
   * What its table's `schema.table` looks like where the columns are too few to be sure: any other table with these
   * columns counts only when it is named. Null: the columns are enough.
   */
  readonly usualName: RegExp | null;
  /** The columns that are read. */
  readonly reads: readonly string[];
  /** ORDER BY of the rows, in SQL without qualification. */
  readonly order: string;
  /** What the rows say, in the order of the rows; those that are no migration of anybody's are left out. */
  readonly makeEntries: (rows: readonly ForeignRow[]) => readonly ForeignEntry[];
  /** The parts of a file's text (of a large one its outline) that have rows of their own, by what `ForeignEntry.part` calls them; null: a row a file. */
  readonly partsIn: ((text: string) => readonly string[]) | null;
}

/** What one row (or the last of several about the same migration) says. */
export interface ForeignEntry {
  /** The migration as the tool calls it, for people. */
  readonly foreign: string;
  readonly identity: ForeignIdentity;
  /**
   * applied: it ran to its end · undone: it was taken back, or deleted from the record · dirty, failed, unfinished: it did
   * not end well · bookkeeping: no migration of the user's, needs no file.
   */
  readonly state: "applied" | "undone" | "dirty" | "failed" | "unfinished" | "bookkeeping";
  /** Which part of its file, for tools with `partsIn`; else null. */
  readonly part: string | null;
  /** When it was applied; null where the tool does not record it. */
  readonly appliedAt: Date | null;
  readonly appliedBy: string | null;
  readonly executionTimeMs: number | null;
  /** For dirty, failed and unfinished: what that means and what to do, in the tool's own words. Null for the others. */
  readonly trouble: { readonly meaning: string; readonly remedy: string } | null;
}

/**
 * How a row says which migration it means:
 * version: by a version · digits: by the digits of a version, all else in it left out · up-to: that version and all before
 * it (`needsFile`: the version itself must have a file) · name: by the name of its file, the first of `texts` that fits ·
 * content: by its file's name, the SHA-256 of its file, or else its place among all · none: by nothing.
 */
export type ForeignIdentity =
  | { readonly by: "version" | "digits"; readonly text: string }
  | { readonly by: "up-to"; readonly text: string; readonly needsFile: boolean }
  | { readonly by: "name"; readonly texts: readonly string[] }
  | {
      readonly by: "content";
      readonly name: string | null;
      readonly sha256: string;
      readonly place: number;
    }
  | { readonly by: "none" };

/** An entry of a migration that is applied, with `more` laid over. */
export function makeEntry(
  foreign: string,
  identity: ForeignIdentity,
  more: Partial<ForeignEntry> = {},
): ForeignEntry {
  return {
    foreign,
    identity,
    state: "applied",
    part: null,
    appliedAt: null,
    appliedBy: null,
    executionTimeMs: null,
    trouble: null,
    ...more,
  };
}

/** The time in `text`; null when there is none. */
export function parseTime(text: string | null | undefined): Date | null {
  const time = new Date(text ?? Number.NaN);
  return Number.isNaN(time.getTime()) ? null : time;
}

/** Milliseconds of a count of nanoseconds as text; null for none, and for the -1 that stands for unknown. */
export function parseNanoseconds(text: string | null | undefined): number | null {
  const count = Number(text ?? -1);
  return Number.isFinite(count) && count >= 0 ? Math.round(count / 1_000_000) : null;
}

/** The value of `column`, empty where there is none. */
export const textOf = (row: ForeignRow, column: string): string => row[column] ?? "";
