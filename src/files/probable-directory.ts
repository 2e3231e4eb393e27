import { posix } from "node:path";
import { type DirectoryEntry, readNames } from "./read-directory.ts";

/** Names that only a directory of migrations holds: numbered files, and folders of one migration each. */
const MIGRATION =
  /^(?:(?:up|committed)\/)?V?\d+(?:[-_.][^/]*)?\.sql$|^\d[^/]*\/(?:migration|up)\.sql$|^meta\/_journal\.json$/i;

const MOST_FOLDERS = 40;

/**
 * The directory with migrations that was probably meant where `path` (a directory with `entries`) has none: a folder of
 * it, a folder for migrations in one of those, or the one around it where `path` is of one migration; null when none is
 * seen. It looks at names, in few folders.
 */
export function probableDirectory(path: string, entries: readonly DirectoryEntry[]): string | null {
  const names = entries.map(({ name }) => name);
  if (names.some((name) => /^(?:migration|up)\.sql$/.test(name))) return posix.join(path, "..");
  const folders = foldersOf(entries);
  const below = folders.map((folder) => ({ folder, entries: namesIn(posix.join(path, folder)) }));
  const found = below.find(({ entries }) => isOne(entries));
  if (found !== undefined) return posix.join(path, found.folder);
  const inner = below.flatMap(({ folder, entries }) =>
    foldersOf(entries)
      .filter((name) => /migration/i.test(name))
      .map((name) => posix.join(path, folder, name)),
  );
  return inner.slice(0, MOST_FOLDERS).find((folder) => isOne(namesIn(folder))) ?? null;
}

/** Those with a telling name first. */
function foldersOf(entries: readonly DirectoryEntry[]): readonly string[] {
  const folders = entries
    .filter(({ name, kind }) => kind === "folder" && !/^\.|\/|^node_modules$/.test(name))
    .map(({ name }) => name);
  const isTelling = (name: string) => /migration/i.test(name);
  return [...folders.filter(isTelling), ...folders.filter((name) => !isTelling(name))].slice(0, MOST_FOLDERS);
}

const isOne = (entries: readonly DirectoryEntry[]): boolean =>
  entries.some(({ name }) => MIGRATION.test(name));

/** Nothing where it may not be read: this is only about a better hint. */
function namesIn(path: string): readonly DirectoryEntry[] {
  try {
    return readNames(path, () => (name) => /^(?:up|committed|meta|\d.*)$/.test(name));
  } catch {
    return [];
  }
}
