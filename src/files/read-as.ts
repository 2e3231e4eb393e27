import { posix } from "node:path";
import { errorsOf, MigrateError, MigrateErrors, throwAll } from "../errors.ts";
import { decodeText, withoutMark } from "./decode-text.ts";
import { detectLayout } from "./layouts/detect-layout.ts";
import type { LayoutReader, SourceFile } from "./layouts/layout.ts";
import type { MigrationSet } from "./migration-file.ts";
import { probableDirectory } from "./probable-directory.ts";
import { type DirectoryEntry, readBytes, readNames, readPlainText, shownPath } from "./read-directory.ts";
import { type LargeSource, readLargeFile } from "./read-large-file.ts";
import { liesInWanted, wantedFolders } from "./wanted-folders.ts";

/**
 * The migrations in the directory at `path`, in whichever of `candidates` it is; throws as `readMigrations`. `top` as in
 * `readNames`. Most directories are read without this, and without what it needs.
 */
export function readAs(
  path: string,
  candidates: readonly LayoutReader[],
  top: readonly DirectoryEntry[] | undefined,
): MigrationSet {
  const chosen = candidates.length === 1 ? "named" : "recognised";
  let outer: readonly string[] = [];
  const choose = (names: readonly string[]) => {
    outer = names;
    // Where there are no folders nobody asks: thousands of names need not be looked at for that.
    let wanted: readonly ReturnType<typeof wantedFolders>[] | null = null;
    return (folder: string) => {
      wanted ??= candidates.map((reader) => wantedFolders(reader, names, chosen));
      return wanted.some((isWanted) => isWanted(folder));
    };
  };
  const entries = readNames(path, choose, top);
  const problems = new Map<string, readonly MigrateError[]>();
  const sources = readSources(path, entries, candidates, problems);
  const unread = new Set(sources.filter(({ name }) => problems.has(name)).map(({ file }) => file));
  const detected = detectLayout(candidates, sources, unread);
  if (detected.kind === "problem")
    throw new MigrateErrors([detected.problem, ...[...problems.values()].flat()]);
  const { reader } = detected;
  const isItsFolder = wantedFolders(reader, outer, chosen);
  const own = sources.filter(
    ({ name }) => liesInWanted(name, isItsFolder) && (reader.reads(name) || reader.sees?.(name) === true),
  );
  const { files, problems: found } = reader.makeMigrations(own);
  const all = [
    ...own.flatMap(({ name }) => problems.get(name) ?? []),
    // A text that could not be read has no markers either: that is no second problem.
    ...found.filter(({ code, details }) => code !== "HEADER_INVALID" || !unread.has(details.at?.file ?? "")),
  ];
  if (files.length === 0) {
    const meant = probableDirectory(path, entries);
    if (meant !== null || all.length === 0) throw new MigrateErrors([nothingIn(path, entries, meant)]);
  }
  throwAll(all);
  return { layout: reader.layout, files };
}

/**
 * Every name as a source, with its text where a candidate reads it; folders end in `/`. Into `problems` goes what is
 * wrong with a file, by its name: it keeps its place with no text, since other problems must not follow from its absence.
 */
function readSources(
  path: string,
  entries: readonly DirectoryEntry[],
  candidates: readonly LayoutReader[],
  problems: Map<string, readonly MigrateError[]>,
): SourceFile[] {
  const shown = posix.join(shownPath(path), "/");
  const isRead = (name: string) => candidates.some(({ reads }) => reads(name));
  const isFolder = ({ kind, name }: DirectoryEntry) =>
    kind === "folder" && entries.some((inside) => inside.name.startsWith(`${name}/`) && isRead(inside.name));
  return entries.map((entry) => {
    const file = shown + entry.name;
    // A folder may be called as a file: one of a migration inside is what it is for.
    if (!isRead(entry.name) || isFolder(entry)) {
      const end = entry.kind === "folder" ? "/" : "";
      return { name: entry.name + end, file: file + end, text: "" };
    }
    const read = readText(path, entry, file);
    if (read.kind === "problems") problems.set(entry.name, read.problems);
    if (read.kind === "large") return { name: entry.name, file, text: read.outline, large: read.file };
    return { name: entry.name, file, text: read.kind === "text" ? read.text : "" };
  });
}

type ReadText =
  | { readonly kind: "text"; readonly text: string }
  | ({ readonly kind: "large" } & LargeSource)
  | { readonly kind: "problems"; readonly problems: readonly MigrateError[] };

function readText(path: string, entry: DirectoryEntry, file: string): ReadText {
  try {
    const plain = readPlainText(path, entry);
    if (plain !== null) return { kind: "text", text: withoutMark(plain) };
    const large = readLargeFile(path, entry, file);
    if (large !== null) return { kind: "large", ...large };
    const decoded = decodeText(readBytes(path, entry, file));
    if (decoded.kind === "text") return decoded;
    const { code, message, hint, place } = decoded;
    const at = { file, ...place };
    const problem = new MigrateError(code, `${file}:${place.line}:${place.column}: ${message}`, { at, hint });
    return { kind: "problems", problems: [problem] };
  } catch (error) {
    return { kind: "problems", problems: errorsOf(error) };
  }
}

function nothingIn(path: string, entries: readonly DirectoryEntry[], meant: string | null): MigrateError {
  const outer = entries.filter(({ name }) => !name.includes("/"));
  const folders = outer.filter(({ kind }) => kind === "folder").map(({ name }) => `${name}/`);
  const others = outer.filter(({ kind }) => kind !== "folder").map(({ name }) => name);
  const seen = [...folders, ...others];
  const shown = seen.slice(0, 5).join(", ") + (seen.length > 5 ? `, and ${seen.length - 5} more` : "");
  const hint =
    meant === null
      ? "Migrations are files such as `001_create_users.sql`, here or in a folder `up/`. Is `migrations-path` right?"
      : `There are migrations in ${meant}: set \`migrations-path\` to it.`;
  const message = `${path} has no migrations; it holds ${shown || "nothing at all"}.`;
  return new MigrateError("DIRECTORY_EMPTY", message, { hint });
}
