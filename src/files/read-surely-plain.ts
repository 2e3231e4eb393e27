import { withoutMark } from "./decode-text.ts";
import type { SourceFile } from "./layouts/layout.ts";
import { type DirectoryEntry, readPlainText, shownPrefix } from "./read-directory.ts";

/**
 * The migrations of the directory at `path`, with the names `top` in it, where nothing in it can be the mark of a layout but the plain one: numbered
 * .sql files alone, sound and small, without a comment that is a tool's. Null for all others, which every layout has to
 * look at. Most directories are such a one, and need no other layout to be loaded.
 */
export async function readSurelyPlain(
  path: string,
  top: readonly DirectoryEntry[],
): Promise<readonly SourceFile[] | null> {
  const prefix = shownPrefix(path);
  const sources: SourceFile[] = [];
  let turn = 0;
  for (const entry of top) {
    if (++turn % SLICE === 0) await new Promise(setImmediate);
    const { name, kind } = entry;
    const isNumbered = NUMBERED.test(name);
    if (!isNumbered && kind === "file" && OF_PEOPLE.test(name)) continue;
    const text = isNumbered ? readPlainText(path, entry) : null;
    if (text === null || (text.includes("--") && MARK.test(text))) return null;
    sources.push({ name, file: prefix + name, text: withoutMark(text) });
  }
  return sources.length === 0 ? null : sources;
}

/** So many files are read in one turn: between two of them the connection goes on that is opened meanwhile. */
const SLICE = 50;

const OF_PEOPLE = /^(?:\.git(?:keep|ignore|attributes)|README(?:\.md)?)$/i;

const NUMBERED = /^\d+(?:[_-][^/]*|\.verify)\.sql$/i;

/** Looser than any layout's own mark: what it does not find none of them does. */
const MARK =
  /--[!\s-]*(?:migrate:(?:up|down)|\+goose|\+migrate|up\s+migration|create above|previous:|hash:|no-transaction|postgres-migrations)/i;
