import { mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { codeOf } from "./read-directory.ts";

/**
 * Makes the directory at `path`, and those above it that are not there; `onMade` hears of each. Throws what the system says.
 * One by one: Node's own `recursive` goes round for ever where a directory that is there takes none (below /proc, for
 * instance).
 */
export function makeDirectories(path: string, onMade: (directory: string) => void = () => {}): void {
  const missing: string[] = [];
  for (let at = resolve(path); statSync(at, { throwIfNoEntry: false }) === undefined; at = dirname(at))
    missing.unshift(at);
  for (const directory of missing) {
    // What somebody else has made meanwhile is theirs, and what is no directory fails below.
    if (makeDirectory(directory) === "new") onMade(directory);
  }
}

/** there: it is a directory, or whatever else, already. Throws what the system says. */
export function makeDirectory(path: string): "new" | "there" {
  try {
    mkdirSync(path);
    return "new";
  } catch (error) {
    if (codeOf(error) === "EEXIST") return "there";
    throw error;
  }
}
