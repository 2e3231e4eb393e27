import type { Standing } from "../../files/read-standing.ts";

/** The migration that a new one is to look like. Names as in `NewFile`. */
export interface Model {
  readonly up: string;
  /** The name of the way back, which is `up` where both stand in one file; null: it has none. */
  readonly down: string | null;
}

/** How many are looked through for one with a way back. */
const RECENT = 10;

/**
 * The newest of the last few with a way back, since one that cannot be taken back says nothing about the others; the
 * newest where none has one. Null where there is none at all.
 */
export function modelOf({ files, prefix }: Standing): Model | null {
  const versioned = files.filter(({ kind }) => kind === "versioned").slice(-RECENT);
  const found = versioned.findLast(({ down }) => down !== null) ?? versioned.at(-1);
  if (found === undefined) return null;
  const nameOf = (file: string) => file.slice(prefix.length);
  return { up: nameOf(found.file), down: found.down && nameOf(found.down.file) };
}

/** `name` with `-` between its words where the model's have that and no `_`. */
export function wordsAs(modelWords: string, name: string): string {
  return /[^-]-[^-]/.test(modelWords) && !modelWords.includes("_") ? name.replaceAll("_", "-") : name;
}
