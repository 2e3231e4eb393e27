import { MigrateError } from "../../errors.ts";
import type { LayoutReader, SourceFile } from "./layout.ts";
import { plain } from "./plain.ts";

/** The layout of a directory, or why it cannot be told. */
export type Detected =
  | { readonly kind: "layout"; readonly reader: LayoutReader }
  | { readonly kind: "problem"; readonly problem: MigrateError };

/** What speaks for one layout. */
interface Claim {
  readonly reader: LayoutReader;
  /** Paths for people of the files that bear its mark; at least one. */
  readonly files: readonly string[];
}

/**
 * The one of `candidates` whose mark the directory bears; plain where it bears none, and the only candidate where it was
 * named. Two layouts' marks in one directory, and files without a mark that every file of theirs has, are LAYOUT_MIXED.
 * `sources`: every .sql file that a candidate reads, and other files by name, with an empty text. `unread`: paths for
 * people of those whose text could not be read, which says nothing about them.
 */
export function detectLayout(
  candidates: readonly LayoutReader[],
  sources: readonly SourceFile[],
  unread: ReadonlySet<string> = new Set(),
): Detected {
  const [only, ...others] = candidates;
  if (only !== undefined && others.length === 0) return { kind: "layout", reader: only };
  const claims = candidates.flatMap((reader) => claimOf(reader, sources));
  const [first, second] = claims;
  if (first === undefined) return { kind: "layout", reader: plain };
  if (second !== undefined) return { kind: "problem", problem: tie(claims) };
  const strangers = strangersTo(first, sources).filter((file) => !unread.has(file));
  if (strangers.length > 0) return { kind: "problem", problem: mix(first, strangers) };
  return { kind: "layout", reader: first.reader };
}

function claimOf(reader: LayoutReader, sources: readonly SourceFile[]): Claim[] {
  const { mark } = reader;
  if (mark === null) return [];
  const marked =
    mark.in === "texts"
      ? sources.filter(({ name, text }) => reader.reads(name) && mark.pattern.test(text))
      : named(sources, mark.find(sources.map(({ name }) => name)));
  return marked.length === 0 ? [] : [{ reader, files: marked.map(({ file }) => file) }];
}

function named(sources: readonly SourceFile[], names: readonly string[]): readonly SourceFile[] {
  const wanted = new Set(names);
  return sources.filter(({ name }) => wanted.has(name));
}

/** Files that are migrations by their name and cannot be of the claimed layout. */
function strangersTo({ reader, files }: Claim, sources: readonly SourceFile[]): readonly string[] {
  const { mark } = reader;
  if (mark?.in === "texts") {
    if (mark.carriedBy === "some files") return [];
    const marked = new Set(files);
    return (
      sources
        // What is no SQL has no comments of SQL's: the layout itself says what it thinks of it.
        .filter(({ name, file }) => reader.reads(name) && /\.sql$/i.test(name) && !marked.has(file))
        .map(({ file }) => file)
    );
  }
  return sources
    .filter(({ name }) => /^\d+[_-][^/]*\.sql$/i.test(name) && !reader.reads(name))
    .map(({ file }) => file);
}

function tie(claims: readonly Claim[]): MigrateError {
  const seen = claims.map((claim) => `${claim.reader.layout.name} (${shown(claim.files)})`).join(" and ");
  return mixed(claims[0]?.files[0] ?? "", `The directory has the marks of more than one layout: ${seen}.`);
}

function mix({ reader, files }: Claim, strangers: readonly string[]): MigrateError {
  const { name } = reader.layout;
  return mixed(
    strangers[0] ?? "",
    `The directory is in the layout ${name} (${shown(files)}), and ${shown(strangers)} cannot be of it.`,
  );
}

function mixed(file: string, message: string): MigrateError {
  return new MigrateError("LAYOUT_MIXED", message, {
    at: { file, line: 1, column: 1 },
    hint: "Move what belongs elsewhere out of the directory, or say with `layout` which one it is.",
  });
}

function shown(files: readonly string[]): string {
  const [first = ""] = files;
  return files.length === 1 ? first : `${files.length} files, such as ${first}`;
}
