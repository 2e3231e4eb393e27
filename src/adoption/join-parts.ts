import type { MigrationFile } from "../files/migration-file.ts";
import type { ForeignEntry } from "./foreign-tool.ts";

/**
 * What the entries of all parts of a file say of it: a part that stopped stops it; parts in the file that have no entry
 * leave it unfinished; otherwise it is applied when one of its parts is.
 */
export function joinParts(
  first: ForeignEntry,
  entries: readonly ForeignEntry[],
  parts: readonly string[],
  { file }: MigrationFile,
): ForeignEntry {
  const stopped = entries.find(({ trouble }) => trouble !== null);
  if (stopped !== undefined) return stopped;
  const known = new Set(entries.map(({ part }) => part));
  const open = parts.filter((part) => !known.has(part));
  if (open.length === 0) return entries.find(({ state }) => state === "applied") ?? first;
  return {
    ...first,
    state: "unfinished",
    trouble: {
      meaning: `${file} has change sets that were not run: ${open.join(", ")}.`,
      remedy: "Let the other tool run them, or move them into a file of their own; then adopt again.",
    },
  };
}
