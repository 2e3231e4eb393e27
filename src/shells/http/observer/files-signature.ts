import { type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { layoutsNamed } from "../../../files/layouts/layouts.ts";
import { readEntriesFor } from "../../../files/read-as.ts";
import type { DirectoryEntry } from "../../../files/read-directory.ts";

/** By what a directory is known to be as it was. */
export interface FilesSignature {
  /** Every name that is looked at, with what the file system says of it; equal where nothing was changed. */
  readonly text: string;
  /** When the newest of them was changed, by the clock of their file system, in milliseconds of Unix time. */
  readonly changedAtMs: number;
}

/** So many files are asked after in one turn: what else is under way goes on between two of them. */
const SLICE = 100;

/** The signature of the migrations in the directory at `path`. Rejects as `readMigrations` where names cannot be read. */
export async function readFilesSignature(path: string, layout: string): Promise<FilesSignature> {
  const { entries } = readEntriesFor(path, layoutsNamed(layout), undefined);
  const lines: string[] = [];
  let changedAtMs = 0;
  for (const [index, entry] of entries.entries()) {
    if (index % SLICE === SLICE - 1) await new Promise(setImmediate);
    const found = entry.kind === "folder" ? null : readStats(path, entry);
    if (found !== null) changedAtMs = Math.max(changedAtMs, found.ctimeMs);
    lines.push(`${entry.kind} ${entry.name}\0${found === null ? "" : figuresOf(found)}`);
  }
  return { text: lines.join("\n"), changedAtMs };
}

/** Of a link what it leads to; null where that is gone, or may not be asked after: reading it says why. */
function readStats(path: string, { name }: DirectoryEntry): Stats | null {
  try {
    return statSync(join(path, name), { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

const figuresOf = ({ dev, ino, mode, size, mtimeMs, ctimeMs }: Stats): string =>
  [dev, ino, mode, size, mtimeMs, ctimeMs].join(" ");
