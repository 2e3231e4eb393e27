/** Characters of one row as `insertRow` and `copyRow` write it: with so few statements files of megabytes are soon read. */
const ROW_CHARACTERS = 1_000;

/** Ids from 1 to this make a file of more than the 8 MiB that are held in memory. */
export const LARGE_ROWS = 9_000;

const filler = (id: number): string => `row ${id}: ${"é".repeat(ROW_CHARACTERS)}`.slice(0, ROW_CHARACTERS);

/** A statement of one line for `t (id int, note text)`. */
export const insertRow = (id: number): string => `INSERT INTO t VALUES (${id}, '${filler(id)}');`;

/** A line of COPY data for the same. */
export const copyRow = (id: number): string => `${id}\t${filler(id)}`;

/** What `row` makes of the ids from 1 to `rows`, a line each. */
export function rowsOf(row: (id: number) => string, rows: number = LARGE_ROWS, lineEnd = "\n"): string {
  return Array.from({ length: rows }, (_, index) => row(index + 1) + lineEnd).join("");
}

/** One COPY with a row for each id from 1 to `rows`; its data begins on the line behind the one that this begins on. */
export function copyOf(rows: number = LARGE_ROWS, lineEnd = "\n"): string {
  return `COPY t FROM stdin;${lineEnd}${rowsOf(copyRow, rows, lineEnd)}\\.${lineEnd}`;
}
