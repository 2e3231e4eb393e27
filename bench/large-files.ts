import { closeSync, openSync, writeSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

/** What a large file is filled with: rows as pg_dump writes them, with --inserts, with --rows-per-insert, without. */
export type LargeForm = "inserts" | "rows" | "copy";

const HEAD = "CREATE TABLE large (id bigint PRIMARY KEY, name text NOT NULL, note text, at timestamptz);\n";

/** Writes a directory with one migration of about `megabytes` MB into `work`. Resolves to its path. */
export async function writeLargeFile(work: string, form: LargeForm, megabytes: number): Promise<string> {
  const directory = join(work, `large-${form}`);
  await mkdir(directory, { recursive: true });
  const file = openSync(join(directory, "001_fill_large.sql"), "w");
  try {
    writeSync(file, HEAD);
    if (form === "copy") writeSync(file, "COPY large (id, name, note, at) FROM stdin;\n");
    for (let [id, left] = [0, megabytes * 1_000_000]; left > 0; id += ROWS_AT_ONCE) {
      const text = rowsFrom(id, form);
      left -= text.length;
      writeSync(file, text);
    }
    if (form === "copy") writeSync(file, "\\.\n");
  } finally {
    closeSync(file);
  }
  return directory;
}

const ROWS_AT_ONCE = 1_000;

function rowsFrom(first: number, form: LargeForm): string {
  const rows = Array.from({ length: ROWS_AT_ONCE }, (_, index) => rowOf(first + index, form));
  if (form === "rows") return `INSERT INTO large VALUES\n${rows.join(",\n")};\n`;
  return rows.join("");
}

function rowOf(id: number, form: LargeForm): string {
  const name = `name of row ${id}`;
  const note = `what there is to be said of row ${id}, in ${id % 97} words`;
  const at = `2026-01-${String(1 + (id % 28)).padStart(2, "0")} 12:00:00+00`;
  if (form === "copy") return `${id}\t${name}\t${note}\t${at}\n`;
  const values = `(${id}, '${name}', '${note}', '${at}')`;
  return form === "rows" ? values : `INSERT INTO large VALUES ${values};\n`;
}
