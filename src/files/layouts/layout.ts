import type { MigrateError } from "../../errors.ts";
import type { LargeFile } from "../large/large-file.ts";
import type { Layout, MigrationFile } from "../migration-file.ts";

/** A file that a layout asked for. */
export interface SourceFile {
  /** Relative to the directory, with forward slashes. */
  readonly name: string;
  /** Path for people. */
  readonly file: string;
  /** Decoded, without byte order mark. Of a large file its outline: comment lines, and placeholders between them. */
  readonly text: string;
  /** The file itself where it is too large to be held; not there for all others. */
  readonly large?: LargeFile;
}

/** What a directory is in one layout. */
export interface ReadLayout {
  /** Ascending by version; repeatable ones last. */
  readonly files: readonly MigrationFile[];
  readonly problems: readonly MigrateError[];
}

/** One tool's way of laying out migrations: pure, from names and texts. */
export interface LayoutReader {
  readonly layout: Layout;
  /** What `layout:` may say to mean this one; the first is its own name. */
  readonly names: readonly string[];
  /** By what `layout: auto` knows it; null: by nothing, it is only taken when named, or when nothing else is seen. */
  readonly mark: Mark | null;
  /** Which folders to look into, by name. */
  readonly entersFolder: (name: string) => boolean;
  /**
   * True when it looks into all folders at any depth, those that begin with a dot aside, for a directory with these
   * names in it. Where the layout is named it always does. Not given: never.
   */
  readonly entersTree?: (names: readonly string[]) => boolean;
  /** Which files are read; all others are none of its business. */
  readonly reads: (name: string) => boolean;
  /** Which other files it wants to know of, by name: they come with an empty text. Not given: none. */
  readonly sees?: (name: string) => boolean;
  /** What these files are. Their order does not matter. */
  readonly makeMigrations: (sources: readonly SourceFile[]) => ReadLayout;
}

/** By what a directory shows that it is written for one tool. */
export type Mark =
  /** Those of the names that only this tool gives. `names`: of files, with those in folders that are looked into. */
  | { readonly in: "names"; readonly find: (names: readonly string[]) => readonly string[] }
  /**
   * A comment in its files: in every one of them (a file without it is of another layout), or in some.
   * `pattern` is tried on whole texts: with `m` and without `g`.
   */
  | { readonly in: "texts"; readonly pattern: RegExp; readonly carriedBy: "every file" | "some files" };
