import { errorsOf, MigrateError, MigrateErrors, throwAll } from "../errors.ts";
import { decodeText, withoutMark } from "./decode-text.ts";
import { detectLayout } from "./layouts/detect-layout.ts";
import type { LayoutReader, ReadLayout, SourceFile } from "./layouts/layout.ts";
import { isVerifyName, withQuestions } from "./layouts/verify-files.ts";
import type { MigrationSet } from "./migration-file.ts";
import { probableDirectory } from "./probable-directory.ts";
import { type DirectoryEntry, readBytes, readNames, readPlainText, shownPrefix } from "./read-directory.ts";
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
  const laidOut = layOut(path, candidates, top);
  const { files, problems } = makeFiles(laidOut);
  if (files.length === 0) {
    const meant = probableDirectory(path, laidOut.entries);
    if (meant !== null || problems.length === 0)
      throw new MigrateErrors([nothingIn(path, laidOut.entries, meant)]);
  }
  throwAll(problems);
  return { layout: laidOut.reader.layout, files };
}

/** A directory whose layout is known, before its migrations are made. */
export interface LaidOut {
  readonly reader: LayoutReader;
  readonly entries: readonly DirectoryEntry[];
  /** All that any of the candidates reads, and other files by name. */
  readonly sources: readonly SourceFile[];
  /** Those of them that the layout reads. */
  readonly own: readonly SourceFile[];
  /** Verify files of ours that lie beside them, where the layout knows no such files. */
  readonly questions: readonly SourceFile[];
  /** What is wrong with the bytes of a file, by its name; its text is empty. */
  readonly unreadable: ReadonlyMap<string, readonly MigrateError[]>;
}

/** What lies at `path`, in whichever of `candidates` it is. Throws DIRECTORY_…, FILE_OUTSIDE_DIRECTORY and LAYOUT_MIXED. */
export function layOut(
  path: string,
  candidates: readonly LayoutReader[],
  top: readonly DirectoryEntry[] | undefined,
): LaidOut {
  const { entries, outer, chosen } = readEntriesFor(path, candidates, top);
  const unreadable = new Map<string, readonly MigrateError[]>();
  const sources = readSources(path, entries, candidates, unreadable);
  const detected = detectLayout(candidates, sources, filesOf(sources, unreadable));
  if (detected.kind === "problem")
    throw new MigrateErrors([detected.problem, ...[...unreadable.values()].flat()]);
  const { reader } = detected;
  const isItsFolder = wantedFolders(reader, outer, chosen);
  const own = sources.filter(
    ({ name }) => liesInWanted(name, isItsFolder) && (reader.reads(name) || reader.sees?.(name) === true),
  );
  const questions = sources.filter(({ name }) => isBesides(name) && !reader.reads(name));
  return { reader, entries, sources, own, questions, unreadable };
}

/** The names that any of the candidates looks at. */
interface EntriesFor {
  readonly entries: readonly DirectoryEntry[];
  /** Those in the directory itself. */
  readonly outer: readonly string[];
  readonly chosen: "named" | "recognised";
}

/** Every name that deciding between `candidates`, and reading the directory as one of them, depends on. Throws as `readNames`. */
export function readEntriesFor(
  path: string,
  candidates: readonly LayoutReader[],
  top: readonly DirectoryEntry[] | undefined,
): EntriesFor {
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
  return { entries, outer, chosen };
}

/** The migrations of a directory, and all that is wrong with it. */
export function makeFiles({ reader, sources, own, questions, unreadable }: LaidOut): ReadLayout {
  const { files, problems } = withQuestions(reader.makeMigrations(own), questions, reader.layout);
  const unread = filesOf(sources, unreadable);
  const all = [
    ...[...own, ...questions].flatMap(({ name }) => unreadable.get(name) ?? []),
    // A text that could not be read has no markers either: that is no second problem.
    ...problems.filter(
      ({ code, details }) => code !== "HEADER_INVALID" || !unread.has(details.at?.file ?? ""),
    ),
  ];
  return { files, problems: all };
}

/** Paths for people of those of `sources` whose names are in `unreadable`. */
function filesOf(sources: readonly SourceFile[], unreadable: LaidOut["unreadable"]): ReadonlySet<string> {
  return new Set(sources.filter(({ name }) => unreadable.has(name)).map(({ file }) => file));
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
  const prefix = shownPrefix(path);
  const isRead = (name: string) => isBesides(name) || candidates.some(({ reads }) => reads(name));
  const isFolder = ({ kind, name }: DirectoryEntry) =>
    kind === "folder" && entries.some((inside) => inside.name.startsWith(`${name}/`) && isRead(inside.name));
  return entries.map((entry) => {
    const file = prefix + entry.name;
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

/** Our own questions, in the directory itself. */
const isBesides = (name: string): boolean => !name.includes("/") && isVerifyName(name);

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

/** DIRECTORY_EMPTY; `meant`: where there are some. */
export function nothingIn(
  path: string,
  entries: readonly DirectoryEntry[],
  meant: string | null,
): MigrateError {
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
