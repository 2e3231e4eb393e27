import {
  closeSync,
  type Dirent,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import { join, posix, sep } from "node:path";
import { MigrateError } from "../errors.ts";

/** One name in a directory. */
export interface DirectoryEntry {
  /** Relative to the directory, with forward slashes: `001_a.sql`, `up/001_a.sql`. */
  readonly name: string;
  /** other: a socket, a pipe, a device. */
  readonly kind: "file" | "folder" | "link" | "other";
}

/**
 * The names in the directory at `path` by name, and behind them those in each of its folders that are wanted, at any
 * depth. `choose` is given the names in the directory itself, and gives back which folders are wanted, by their path in
 * it. Throws DIRECTORY_MISSING, DIRECTORY_UNREADABLE (also for a file) and FILE_OUTSIDE_DIRECTORY (a folder that is a
 * link out of it). Files are not looked at one by one: ten thousand names cost one call. `top`: the names in the directory
 * itself where they are known already.
 */
export function readNames(
  path: string,
  choose: (names: readonly string[]) => (folder: string) => boolean,
  top: readonly DirectoryEntry[] = readTop(path),
): DirectoryEntry[] {
  const entries = [...top];
  const isWanted = choose(entries.map(({ name }) => name));
  const linked = new Set<string>();
  // What is found in a folder is looked at in its turn.
  for (const entry of entries) {
    if (entry.kind === "file" || !isWanted(entry.name) || !isFolder(path, entry)) continue;
    if (entry.kind === "link" && !isNew(linked, join(path, entry.name))) continue;
    for (const found of readEntries(join(path, entry.name), `${entry.name}/`)) entries.push(found);
  }
  return entries;
}

/** The names in the directory itself; throws as `readNames`. */
export function readTop(path: string): readonly DirectoryEntry[] {
  return readEntries(path, "");
}

/** False for a link to where another link has led: a circle of them would have no end. */
function isNew(linked: Set<string>, link: string): boolean {
  const target = attempt(() => realpathSync(link), link);
  if (linked.has(target)) return false;
  linked.add(target);
  return true;
}

/**
 * The text of `entry`, byte order mark included, where it is a small regular file of sound UTF-8 without NUL; null where
 * it may not be: then others have the last word. As few calls as go for the common case, in directories of thousands.
 */
export function readPlainText(path: string, entry: DirectoryEntry): string | null {
  if (entry.kind !== "file") return null;
  try {
    const length = readSmall(`${path}${sep}${entry.name}`);
    const text = length === null ? "\0" : SMALL.toString("utf8", 0, length);
    return text.includes("\ufffd") || text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}

/** Where all small files are read to, one after the other: cheaper than a buffer and a look at the size for each. */
const SMALL = Buffer.allocUnsafeSlow(64 * 1024);

/** How much of SMALL the file at `path` fills; null where it is no small one. */
function readSmall(path: string): number | null {
  const handle = openSync(path, "r");
  try {
    let length = 0;
    while (length < SMALL.length) {
      const got = readSync(handle, SMALL, length, SMALL.length - length, null);
      if (got === 0) return length;
      length += got;
    }
    return null;
  } finally {
    closeSync(handle);
  }
}

/**
 * The bytes of `entry`, a file or a link to one. Throws FILE_OUTSIDE_DIRECTORY for a link that leads out of the
 * directory, FILE_UNREADABLE for all else that has no bytes to give. `file` is its path for people.
 */
export function readBytes(path: string, entry: DirectoryEntry, file: string): Buffer {
  const from = pathOf(path, entry, file);
  if (entry.kind !== "file" && !attempt(() => statSync(from), file).isFile()) {
    throw unreadable(file, "it is not a regular file");
  }
  return attempt(() => readFileSync(from), file);
}

/** The path of `entry`, of a link the one that it leads to. Throws FILE_OUTSIDE_DIRECTORY, FILE_UNREADABLE. */
export function pathOf(path: string, entry: DirectoryEntry, file: string): string {
  const own = join(path, entry.name);
  return entry.kind === "link" ? realpathInside(path, own, file) : own;
}

/** `path` as people are shown it: with forward slashes. */
export function shownPath(path: string): string {
  return process.platform === "win32" ? path.replaceAll("\\", "/") : path;
}

/** What stands before a file's own name in its path for people, where the directory is at `path`. */
export const shownPrefix = (path: string): string => posix.join(shownPath(path), "/");

function readEntries(path: string, folder: string): DirectoryEntry[] {
  const entries = readFolder(path).map((entry) => toEntry(entry, folder));
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readFolder(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    throw directoryError(path, error);
  }
}

function directoryError(path: string, cause: unknown): MigrateError {
  const code = codeOf(cause);
  if (code === "ENOENT") {
    const hint =
      "Set `migrations-path`; it is relative to the working directory. In a workflow, is the checkout done?";
    return new MigrateError("DIRECTORY_MISSING", `There is no directory ${path}.`, { hint }, { cause });
  }
  if (code === "ENOTDIR") {
    const hint = "Set `migrations-path` to the directory that holds the migrations.";
    return new MigrateError(
      "DIRECTORY_UNREADABLE",
      `${path} is a file, not a directory.`,
      { hint },
      { cause },
    );
  }
  const hint = "Check its permissions and the user that runs this.";
  return new MigrateError("DIRECTORY_UNREADABLE", `${path} cannot be read (${code}).`, { hint }, { cause });
}

function toEntry(entry: Dirent, folder: string): DirectoryEntry {
  const name = folder + entry.name;
  if (entry.isFile()) return { name, kind: "file" };
  if (entry.isSymbolicLink()) return { name, kind: "link" };
  return { name, kind: entry.isDirectory() ? "folder" : "other" };
}

/** A link to a file, or to nothing, is none: what is wrong with it is said where it is read. */
function isFolder(path: string, { name, kind }: DirectoryEntry): boolean {
  if (kind !== "link") return kind === "folder";
  const own = join(path, name);
  // A circle of links is an error of the system's, and no fault of ours.
  const found = attempt(() => statSync(own, { throwIfNoEntry: false }) ?? null, own);
  if (found?.isDirectory() !== true) return false;
  realpathInside(path, own, own);
  return true;
}

function realpathInside(path: string, own: string, file: string): string {
  const target = attempt(() => realpathSync(own), file);
  const root = realpathSync(path);
  if (target === root || target.startsWith(root.endsWith(sep) ? root : root + sep)) return target;
  throw new MigrateError("FILE_OUTSIDE_DIRECTORY", `${file} is a link that leads out of the directory.`, {
    at: { file, line: 1, column: 1 },
    hint: "Put the file itself there: a link out of it would run what the review of this directory does not show.",
  });
}

function attempt<T extends Stats | string | Buffer | null>(read: () => T, file: string): T {
  try {
    return read();
  } catch (error) {
    throw unreadable(file, `it cannot be read: ${codeOf(error)}`, error);
  }
}

function unreadable(file: string, why: string, cause?: unknown): MigrateError {
  const details = {
    at: { file, line: 1, column: 1 },
    hint: "Check what it is, its permissions, and the user that runs this.",
  };
  return new MigrateError("FILE_UNREADABLE", `${file}: ${why}.`, details, { cause });
}

/** The system's name of what went wrong: `ENOSPC`. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
