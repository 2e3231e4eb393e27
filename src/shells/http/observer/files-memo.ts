import type { MigrationSet } from "../../../files/migration-file.ts";
import { type FilesSignature, readFilesSignature } from "./files-signature.ts";

/** The migrations of a directory, each time as they were a second ago at the most. */
export interface FilesMemo {
  /** Rejects as `readMigrations`. The same value as before where nothing was changed. */
  readonly read: () => Promise<MigrationSet>;
}

/** How the directory is looked at. */
export interface FilesSource {
  readonly readSignature: () => Promise<FilesSignature>;
  readonly readFiles: () => Promise<MigrationSet>;
  /** A clock that only goes forward, in milliseconds. */
  readonly now: () => number;
  /** The clock on the wall, in milliseconds of Unix time. */
  readonly today: () => number;
}

/** How long nobody asks the file system again. */
const FRESH_MS = 1_000;

/**
 * A file that is changed twice within a tick of its file system's clock looks as if it was changed once; no file system in
 * use has longer ones.
 */
const TICK_MS = 2_000;

interface Known {
  readonly set: MigrationSet;
  readonly text: string;
  /** False where a file was changed so shortly before it was read that it may have been changed since. */
  readonly isSettled: boolean;
}

/** Reads and hashes the files once, and again only when one was changed. */
export function makeFilesMemo({ readSignature, readFiles, now, today }: FilesSource): FilesMemo {
  let known: Known | null = null;
  let checked: Promise<MigrationSet> | null = null;
  let isChecking = false;
  let checkedAtMs = 0;
  const check = async (): Promise<MigrationSet> => {
    try {
      // Before the files are read: what is changed meanwhile is seen by the next look.
      const { text, changedAtMs } = await readSignature();
      const isSettled = today() - changedAtMs > TICK_MS;
      if (known?.isSettled !== true || known.text !== text)
        known = { set: await readFiles(), text, isSettled };
      return known.set;
    } finally {
      isChecking = false;
      checkedAtMs = now();
    }
  };
  return {
    read: () => {
      if (checked !== null && (isChecking || now() - checkedAtMs < FRESH_MS)) return checked;
      isChecking = true;
      checked = check();
      checked.catch(() => {});
      return checked;
    },
  };
}

/** That of the directory at `path`, read by `readFiles`. */
export function memoOf(
  readFiles: (path: string, layout: string) => Promise<MigrationSet>,
  path: string,
  layout: string,
): FilesMemo {
  return makeFilesMemo({
    readSignature: () => readFilesSignature(path, layout),
    readFiles: () => readFiles(path, layout),
    now: () => performance.now(),
    today: () => Date.now(),
  });
}
