import { closeSync, openSync, rmdirSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeDirectories, makeDirectory } from "../files/make-directories.ts";
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
  const takeAway = (directory: string) => void undo.push(undoOf(directory));
  const mark = join(path, `.migrate-action-${version}`);
  try {
    makeDirectories(path, takeAway);
    if (makeDirectory(mark) === "there") return null;
    takeAway(mark);
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

const undoOf = (directory: string): Undo => ({
  what: shownPath(directory),
  run: () => rmdirSync(directory),
});

/** All of `files`, or nothing: what was begun is taken away again. */
function writeAll(path: string, files: readonly NewFile[]): "written" | "taken" {
  const undo: Undo[] = [];
  for (const { name, text } of files) {
    const file = join(path, name);
    try {
      makeDirectories(dirname(file), (directory) => undo.push(undoOf(directory)));
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
