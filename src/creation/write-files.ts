import { closeSync, mkdirSync, openSync, rmdirSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { codeOf, shownPath } from "../files/read-directory.ts";
import type { NewFile } from "./creation.ts";
import { unwritable } from "./unwritable.ts";

/** A version that nobody else who creates is writing meanwhile. */
export interface Reservation {
  /** written: all of `files` · taken: one of them is there by now, and nothing was written. Throws FILE_UNWRITABLE. */
  readonly write: (files: readonly NewFile[]) => "written" | "taken";
  /** Gives the version back, and takes away what was made for it and is empty. */
  readonly release: () => void;
}

/**
 * Reserves `version` in the directory at `path`, which is made where it is not there: by an empty directory of its own,
 * because two files of one version have different names and get in nobody's way. Null where somebody else has it. What a
 * killed run leaves of that is hidden, empty, of no interest to git, and costs one version. Throws FILE_UNWRITABLE.
 */
export function reserve(path: string, version: string): Reservation | null {
  const undo: Undo[] = [];
  const mark = join(path, `.migrate-action-${version}`);
  try {
    makeDirectories(path, undo);
    if (makeDirectory(mark, undo) === "there") return null;
  } catch (error) {
    throw unwritable(shownPath(path), error, undoAll(undo));
  }
  return {
    write: (files) => writeAll(path, files),
    // A directory that has files by now stays.
    release: () => void undoAll(undo),
  };
}

/** Takes one thing away again; `what` for people. */
interface Undo {
  readonly what: string;
  readonly run: () => void;
}

/** All of `files`, or nothing: what was begun is taken away again. */
function writeAll(path: string, files: readonly NewFile[]): "written" | "taken" {
  const undo: Undo[] = [];
  for (const { name, text } of files) {
    const file = join(path, name);
    try {
      makeDirectories(dirname(file), undo);
      if (writeNew(file, text, undo) === "there") {
        undoAll(undo);
        return "taken";
      }
    } catch (error) {
      throw unwritable(shownPath(file), error, undoAll(undo));
    }
  }
  return "written";
}

/** Never over one that is there, nor through a link. */
function writeNew(file: string, text: string, undo: Undo[]): "new" | "there" {
  let handle: number;
  try {
    handle = openSync(file, "wx");
  } catch (error) {
    if (codeOf(error) === "EEXIST") return "there";
    throw error;
  }
  // From here on it is ours: a disk that is full takes a file's name, and not its text.
  undo.push({ what: shownPath(file), run: () => unlinkSync(file) });
  try {
    // Flushed: some disks find out only then that they are full.
    writeFileSync(handle, text, { flush: true });
  } finally {
    closeSync(handle);
  }
  return "new";
}

/**
 * Makes the directory at `path`, and those above it, and puts what takes them away into `undo`. One by one: Node's own
 * `recursive` goes round for ever where a directory that is there takes none (below /proc, for instance).
 */
function makeDirectories(path: string, undo: Undo[]): void {
  const missing: string[] = [];
  for (let at = resolve(path); statSync(at, { throwIfNoEntry: false }) === undefined; at = dirname(at))
    missing.unshift(at);
  for (const directory of missing) {
    // What somebody else has made meanwhile is not ours to take away, and what is no directory fails below.
    makeDirectory(directory, undo);
  }
}

function makeDirectory(path: string, undo: Undo[]): "new" | "there" {
  try {
    mkdirSync(path);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return "there";
    throw error;
  }
  undo.push({ what: shownPath(path), run: () => rmdirSync(path) });
  return "new";
}

/** The last first; gives back what could not be taken away. The first error stays the one to be told. */
function undoAll(undo: readonly Undo[]): readonly string[] {
  return undo.toReversed().flatMap(({ what, run }) => {
    try {
      run();
      return [];
    } catch {
      return [what];
    }
  });
}
