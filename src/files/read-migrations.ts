import { posix } from "node:path";
import { errorsOf, MigrateError, MigrateErrors, throwAll } from "../errors.ts";
import { decodeText, withoutMark } from "./decode-text.ts";
import { detectLayout } from "./layouts/detect-layout.ts";
import type { SourceFile } from "./layouts/layout.ts";
import { layoutsNamed } from "./layouts/layouts.ts";
import type { MigrationSet } from "./migration-file.ts";
import { type DirectoryEntry, readBytes, readNames, readPlainText } from "./read-directory.ts";
import { readLargeFile } from "./read-large-file.ts";

/**
 * The migrations in the directory at `path`, in the layout named (`auto`: recognised). Rejects with MigrateErrors of
 * all problems at once: no migrations (DIRECTORY_EMPTY), names (FILE_NAME_INVALID, VERSION_DUPLICATE, DOWN_WITHOUT_UP,
 * LAYOUT_MIXED), bytes (FILE_…). What leaves nothing to look at comes alone: a directory that cannot be read
 * (DIRECTORY_…, FILE_OUTSIDE_DIRECTORY), a layout that this version does not read (INPUT_INVALID).
 */
export async function readMigrations(path: string, layoutName: string): Promise<MigrationSet> {
  const candidates = layoutsNamed(layoutName);
  const entries = readNames(path, (name) => candidates.some(({ entersFolder }) => entersFolder(name)));
  const problems: MigrateError[] = [];
  const shown = posix.join(shownPath(path), "/");
  const isRead = ({ name }: DirectoryEntry) => candidates.some(({ reads }) => reads(name));
  const sources = entries.map((entry) =>
    isRead(entry)
      ? readSource(path, shown, entry, problems)
      : { name: entry.name, file: `${shown}${entry.name}`, text: "" },
  );
  const detected = detectLayout(candidates, sources);
  if (detected.kind === "problem") throw new MigrateErrors([detected.problem, ...problems]);
  const { reader } = detected;
  const { files, problems: found } = reader.makeMigrations(sources.filter(({ name }) => reader.reads(name)));
  const all = [...problems, ...found];
  if (all.length === 0 && files.length === 0) all.push(nothingIn(path, entries));
  throwAll(all);
  return { layout: reader.layout, files };
}

/** A file that cannot be read keeps its place with no text: other problems must not follow from its absence. */
function readSource(
  path: string,
  shown: string,
  entry: DirectoryEntry,
  problems: MigrateError[],
): SourceFile {
  const file = `${shown}${entry.name}`;
  try {
    const large = readLargeFile(path, entry, file);
    if (large !== null) return { name: entry.name, file, text: large.outline, large: large.file };
    const plain = readPlainText(path, entry);
    if (plain !== null) return { name: entry.name, file, text: withoutMark(plain) };
    const decoded = decodeText(readBytes(path, entry, file));
    if (decoded.kind === "text") return { name: entry.name, file, text: decoded.text };
    const { code, message, hint, place } = decoded;
    const at = { file, ...place };
    problems.push(new MigrateError(code, `${file}:${place.line}:${place.column}: ${message}`, { at, hint }));
  } catch (error) {
    problems.push(...errorsOf(error));
  }
  return { name: entry.name, file, text: "" };
}

function shownPath(path: string): string {
  return process.platform === "win32" ? path.replaceAll("\\", "/") : path;
}

function nothingIn(path: string, entries: readonly DirectoryEntry[]): MigrateError {
  const folders = entries.filter(({ kind }) => kind === "folder").map(({ name }) => `${name}/`);
  const others = entries.filter(({ kind }) => kind !== "folder").map(({ name }) => name);
  const seen = [...folders, ...others];
  const shown = seen.slice(0, 5).join(", ") + (seen.length > 5 ? `, and ${seen.length - 5} more` : "");
  return new MigrateError(
    "DIRECTORY_EMPTY",
    `${path} has no migrations; it holds ${shown || "nothing at all"}.`,
    {
      hint: "Migrations are files such as `001_create_users.sql`, here or in a folder `up/`. Is `migrations-path` right?",
    },
  );
}
