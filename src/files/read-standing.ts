import { MigrateError, MigrateErrors } from "../errors.ts";
import { detectLayout } from "./layouts/detect-layout.ts";
import type { LayoutReader, SourceFile } from "./layouts/layout.ts";
import { layoutsNamed } from "./layouts/layouts.ts";
import { plain } from "./layouts/plain.ts";
import type { MigrationFile } from "./migration-file.ts";
import { probableDirectory } from "./probable-directory.ts";
import { layOut, makeFiles, nothingIn } from "./read-as.ts";
import { type DirectoryEntry, readTop, shownPrefix } from "./read-directory.ts";

/** What a new migration is to be put beside. */
export interface Standing {
  /** missing: there is no directory yet. */
  readonly directory: "there" | "missing";
  /** What stands before a file's own name in its path for people. */
  readonly prefix: string;
  readonly reader: LayoutReader;
  /** The layouts that were to be chosen from: one where it was named. */
  readonly candidates: readonly LayoutReader[];
  /** The names in the directory itself, whatever they are. */
  readonly outer: readonly string[];
  /** All that any of the candidates reads. */
  readonly sources: readonly SourceFile[];
  /** Those of them that the layout reads. */
  readonly own: readonly SourceFile[];
  /** Ascending; what can be made of them although there are problems. */
  readonly files: readonly MigrationFile[];
  /** What `up` would refuse the directory for. */
  readonly problems: readonly MigrateError[];
}

/**
 * What lies at `path`, in the layout named (`auto`: recognised); a directory that is not there, or has nothing in it, is
 * the beginning of one in the plain layout. Files that are wrong are no obstacle. Rejects with what leaves no place for a
 * new one: DIRECTORY_UNREADABLE, FILE_OUTSIDE_DIRECTORY, LAYOUT_MIXED, INPUT_INVALID (the layout), and DIRECTORY_EMPTY
 * where the migrations lie in a directory beside or below.
 */
export function readStanding(path: string, layoutName: string): Standing {
  const candidates = layoutsNamed(layoutName);
  const prefix = shownPrefix(path);
  const top = readTopIfThere(path);
  if (top === null) {
    const detected = detectLayout(candidates, []);
    const reader = detected.kind === "layout" ? detected.reader : plain;
    const nothing = { outer: [], sources: [], own: [], files: [], problems: [] };
    return { directory: "missing", prefix, reader, candidates, ...nothing };
  }
  const laidOut = layOut(path, candidates, top);
  const { files, problems } = makeFiles(laidOut);
  const meant = files.length === 0 ? probableDirectory(path, laidOut.entries) : null;
  if (meant !== null) throw new MigrateErrors([nothingIn(path, laidOut.entries, meant)]);
  const { reader, sources, own } = laidOut;
  const outer = top.map(({ name }) => name);
  return { directory: "there", prefix, reader, candidates, outer, sources, own, files, problems };
}

function readTopIfThere(path: string): readonly DirectoryEntry[] | null {
  try {
    return readTop(path);
  } catch (error) {
    if (error instanceof MigrateError && error.code === "DIRECTORY_MISSING") return null;
    throw error;
  }
}
