import { MigrateError } from "../../errors.ts";
import { quoted } from "../../inputs/quoted.ts";
import { flyway } from "./flyway.ts";
import type { LayoutReader } from "./layout.ts";
import { plain } from "./plain.ts";

/** Every layout, in the order people read them; the plain one, which takes what no other marks, last. */
export const LAYOUTS: readonly LayoutReader[] = [flyway, plain];

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
