/** One migration, in no tool's layout. */
export interface Migration {
  /** From 1 on, consecutive. */
  readonly number: number;
  /** Small letters and underscores. */
  readonly name: string;
  /** Without their semicolons; no colon in them, which SQLAlchemy would take for a parameter. */
  readonly statements: readonly string[];
  /** `wrapped`: the tool's usual transaction; `none`: as its manual says that a file runs without one. */
  readonly transaction: "wrapped" | "none";
}

/** The table that migrations leave their marks in: there before any of them, and not in the schema that tools look at. */
export const MARKS = "observed.marks";

/** The statement that leaves the mark `name`; run twice, it leaves two. */
export const mark = (name: string): string => `INSERT INTO ${MARKS} VALUES ('${name}')`;

/** `count` migrations from `first` on that leave one mark each, named by its number, and `then` do something else. */
export function makeMarking(first: number, count: number, ...then: readonly string[]): Migration[] {
  return Array.from({ length: count }, (_, index) => {
    const number = first + index;
    return {
      number,
      name: `mark_${number}`,
      statements: [mark(String(number)), ...then],
      transaction: "wrapped",
    };
  });
}

/** A migration that makes the table `busy` with a thousand rows, and leaves the mark `1`. */
export const MAKES_BUSY: Migration = {
  number: 1,
  name: "busy",
  statements: [
    "CREATE TABLE busy (id integer PRIMARY KEY, note text)",
    "INSERT INTO busy SELECT n, 'a note' FROM generate_series(1, 1000) AS n",
    mark("1"),
  ],
  transaction: "wrapped",
};

/** A migration that makes the index `busy_note` beside whoever writes. */
export const INDEXES_BUSY: Migration = {
  number: 2,
  name: "index_busy",
  statements: ["CREATE INDEX CONCURRENTLY busy_note ON busy (note)"],
  transaction: "none",
};

/** The statements as text, one a line. */
export const sqlOf = ({ statements }: Migration): string =>
  statements.map((statement) => `${statement};\n`).join("");

/** `0007_name`, as most layouts have it. */
export const stemOf = ({ number, name }: Migration): string => `${String(number).padStart(4, "0")}_${name}`;
