import type { LayoutReader } from "./layout.ts";
import { makeNumbered, wholeFiles } from "./numbered.ts";
import { parseNumberVersion } from "./numbered-name.ts";
import { parsePlainName } from "./plain-name.ts";

/**
 * Numbered files, flat or in up and down pairs, in the directory itself or in `up/` and `down/`, in any mixture that
 * says for each version once what it does. FILE_NAME_INVALID, VERSION_DUPLICATE, DOWN_WITHOUT_UP, LAYOUT_MIXED.
 */
export const plain: LayoutReader = {
  layout: {
    name: "plain",
    wayBack: "`NAME.down.sql` beside it, or the same name in `down/`",
    parseVersion: parseNumberVersion,
  },
  names: ["plain", "up-down"],
  mark: null,
  entersFolder: (name) => name === "up" || name === "down",
  reads: (name) => /^(?:(?:up|down)\/)?[^./][^/]*\.sql$/i.test(name),
  makeMigrations: (sources) =>
    makeNumbered(sources, {
      parseName: parsePlainName,
      nameHint: "Name it `001_what_it_does.sql` (digits, `_` or `-`, a name)",
      readContents: wholeFiles("runner"),
    }),
};
