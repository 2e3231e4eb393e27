import { tagName, tagVersion } from "./drizzle-tag.ts";
import type { ReadLayout, SourceFile } from "./layout.ts";
import { foldersWithout, inFolder } from "./migration-folders.ts";
import { makeNumbered, wholeFiles } from "./numbered.ts";

/**
 * Migrations of drizzle from 1.0: `<14 digits>_name/migration.sql`. Problems: LAYOUT_INVALID for a folder without one,
 * FILE_NAME_INVALID for each of the `strays`, .sql files that lie beside the folders.
 */
export function readDrizzleFolders(
  sources: readonly SourceFile[],
  strays: readonly SourceFile[],
): ReadLayout {
  const scripts = sources.filter(({ name }) => name.endsWith("/migration.sql"));
  const { files, problems } = makeNumbered([...scripts, ...strays], {
    parseName: (path) => {
      const folder = inFolder(path)?.folder;
      if (folder === undefined) return null;
      return { role: "up", version: tagVersion(folder), name: tagName(folder), stem: folder };
    },
    nameHint:
      "drizzle's migrations are folders such as `20240101120000_init`, with a `migration.sql` in each",
    readContents: wholeFiles("wrapped"),
  });
  return { files, problems: [...problems, ...foldersWithout("migration.sql", sources, "drizzle")] };
}
