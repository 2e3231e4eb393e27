import type { MigrateError } from "../../errors.ts";
import type { Layout, MigrationFile } from "../migration-file.ts";
import type { DirectoryEntry } from "../read-directory.ts";

/** A file that a layout asked for. */
export interface SourceFile {
  /** Relative to the directory, with forward slashes. */
  readonly name: string;
  /** Path for people. */
  readonly file: string;
  /** Decoded, without byte order mark. */
  readonly text: string;
}

/** What a directory is in one layout. */
export interface ReadLayout {
  /** Ascending by version. */
  readonly files: readonly MigrationFile[];
  readonly problems: readonly MigrateError[];
}

/** One tool's way of laying out migrations: pure, from names and texts. */
export interface LayoutReader {
  readonly layout: Layout;
  /** What `layout:` may say to mean this one; the first is its own name. */
  readonly names: readonly string[];
  /** Whether `layout: auto` takes a directory with these names for one of this layout. */
  readonly recognises: (entries: readonly DirectoryEntry[]) => boolean;
  /** Which folders to look into, by name. */
  readonly entersFolder: (name: string) => boolean;
  /** Which files are read; all others are none of its business. */
  readonly reads: (name: string) => boolean;
  /** What these files are. Their order does not matter. */
  readonly makeMigrations: (sources: readonly SourceFile[]) => ReadLayout;
}
