import { MigrateError } from "../../errors.ts";
import { quoted } from "../../inputs/quoted.ts";
import type { DirectoryEntry } from "../read-directory.ts";
import type { LayoutReader } from "./layout.ts";
import { plain } from "./plain.ts";

/** Asked in this order by `auto`: those with marks of their own first, the plain one, which takes all, last. */
const LAYOUTS: readonly [...LayoutReader[], LayoutReader] = [plain];

/** The layouts that `name` (of the input `layout`) leaves to choose from. Throws INPUT_INVALID for an unknown one. */
export function layoutsNamed(name: string): readonly LayoutReader[] {
  const named = name === "auto" ? LAYOUTS : LAYOUTS.filter(({ names }) => names.includes(name));
  if (named.length > 0) return named;
  const known = ["auto", ...LAYOUTS.flatMap(({ names }) => names)].map((known) => `\`${known}\``).join(", ");
  throw new MigrateError(
    "INPUT_INVALID",
    `\`layout\` is ${quoted(name)}, which is none that this version reads.`,
    {
      hint: `It reads ${known}.`,
    },
  );
}

/** The one of `candidates` that a directory with these names is in: the first that recognises it. */
export function detectLayout(
  candidates: readonly LayoutReader[],
  entries: readonly DirectoryEntry[],
): LayoutReader {
  return candidates.find((candidate) => candidate.recognises(entries)) ?? plain;
}
