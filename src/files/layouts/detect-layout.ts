import { MigrateError } from "../../errors.ts";
import type { LayoutReader, SourceFile } from "./layout.ts";
import { plain } from "./plain.ts";
import { isVerifyName } from "./verify-files.ts";

/** The layout of a directory, or why it cannot be told. */
export type Detected =
  | { readonly kind: "layout"; readonly reader: LayoutReader }
  | { readonly kind: "problem"; readonly problem: MigrateError };

/** What speaks for one layout. */
interface Claim {
  readonly reader: LayoutReader;
  /** Paths for people of the files that bear its mark; at least one. */
  readonly files: readonly string[];
  /** Those of the files that are migrations by their name and cannot be of this layout. */
  readonly strangers: readonly string[];
}

/**
 * The one of `candidates` whose mark the directory bears; plain where it bears none, and the only candidate where it was
 * named. Two layouts' marks in one directory, and files without a mark that every file of theirs has, are LAYOUT_MIXED.
 * A comment that is in some files only says nothing beside a mark that leaves no doubt.
 * `sources`: every .sql file that a candidate reads, and other files by name, with an empty text; folders end in `/`.
 * `unread`: paths for people of those whose text could not be read, which says nothing about them.
 */
export function detectLayout(
  candidates: readonly LayoutReader[],
  sources: readonly SourceFile[],
  unread: ReadonlySet<string> = new Set(),
): Detected {
  const [only, ...others] = candidates;
  if (only !== undefined && others.length === 0) return { kind: "layout", reader: only };
  const names = sources.map(({ name }) => name);
  const seen: Seen = { sources, names, commented: sources.filter(({ text }) => text.includes("--")) };
  const claims = withoutWeaker(candidates.flatMap((reader) => claimOf(reader, seen)));
  const [first, second] = claims;
  if (first === undefined) return { kind: "layout", reader: plain };
  if (second !== undefined) return { kind: "problem", problem: tie(claims) };
  const strangers = first.strangers.filter((file) => !unread.has(file));
  if (strangers.length > 0) return { kind: "problem", problem: mix({ ...first, strangers }) };
  return { kind: "layout", reader: first.reader };
}

/** sqlx's marker at the head of a goose file, for instance, is a comment: every file there has goose's own. */
function withoutWeaker(claims: readonly Claim[]): readonly Claim[] {
  const isWeak = ({ reader: { mark } }: Claim) => mark?.in === "texts" && mark.carriedBy === "some files";
  const isCertain = claims.some((claim) => !isWeak(claim) && claim.strangers.length === 0);
  return isCertain ? claims.filter((claim) => !isWeak(claim)) : claims;
}

/** What there is to be looked at. */
interface Seen {
  readonly sources: readonly SourceFile[];
  readonly names: readonly string[];
  /** Those that can have a mark in their text: each is a comment of SQL. */
  readonly commented: readonly SourceFile[];
}

function claimOf(reader: LayoutReader, { sources, names, commented }: Seen): Claim[] {
  const { mark } = reader;
  if (mark === null) return [];
  const marked =
    mark.in === "texts"
      ? commented.filter(({ name, text }) => mark.pattern.test(text) && reader.reads(name))
      : named(sources, mark.find(names));
  if (marked.length === 0) return [];
  return [{ reader, files: marked.map(({ file }) => file), strangers: strangersTo(reader, marked, sources) }];
}

function named(sources: readonly SourceFile[], names: readonly string[]): readonly SourceFile[] {
  if (names.length === 0) return [];
  const wanted = new Set(names);
  return sources.filter(({ name }) => wanted.has(name));
}

function strangersTo(
  { mark, reads }: LayoutReader,
  marked: readonly SourceFile[],
  sources: readonly SourceFile[],
): readonly string[] {
  if (mark?.in === "texts" && mark.carriedBy === "some files") return [];
  const isMarked = new Set(marked);
  const strangers =
    mark?.in === "texts"
      ? // What is no SQL has no comments of SQL's: the layout itself says what it thinks of it.
        sources.filter(
          (source) => !isMarked.has(source) && reads(source.name) && isSql(source) && !isVerify(source),
        )
      : sources.filter(
          (source) => /^\d+[_-][^/]*\.sql$/i.test(source.name) && !reads(source.name) && !isVerify(source),
        );
  return strangers.map(({ file }) => file);
}

const isSql = ({ name }: SourceFile): boolean => /\.sql$/i.test(name);

/** Our own files of questions may lie beside any tool's. */
const isVerify = ({ name }: SourceFile): boolean => isVerifyName(name);

function tie(claims: readonly Claim[]): MigrateError {
  const seen = claims.map((claim) => `${claim.reader.layout.name} (${shown(claim.files)})`).join(" and ");
  return mixed(claims, `The directory has the marks of more than one layout: ${seen}.`);
}

function mix(claim: Claim): MigrateError {
  const { name } = claim.reader.layout;
  return mixed(
    [{ ...claim, files: claim.strangers }],
    `The directory is in the layout ${name} (${shown(claim.files)}), and ${shown(claim.strangers)} cannot be of it.`,
  );
}

/** At the first file of the first of `claims`. */
function mixed(claims: readonly Claim[], message: string): MigrateError {
  const names = claims.map(({ reader }) => `\`layout: ${reader.layout.name}\``).join(" or ");
  return new MigrateError("LAYOUT_MIXED", message, {
    at: { file: claims[0]?.files[0] ?? "", line: 1, column: 1 },
    hint: `Move what belongs elsewhere out of the directory, or say which one it is: ${names}.`,
  });
}

function shown(files: readonly string[]): string {
  const [first = ""] = files;
  return files.length === 1 ? first : `${files.length} files, such as ${first}`;
}
