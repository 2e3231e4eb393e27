import { throwAll } from "../errors.ts";
import type { ReadLayout } from "./layouts/layout.ts";
import { plain } from "./layouts/plain.ts";
import type { MigrationSet } from "./migration-file.ts";
import { readTop } from "./read-directory.ts";
import { readSurelyPlain } from "./read-surely-plain.ts";

/**
 * The migrations in the directory at `path`, in the layout named (`auto`: recognised). Rejects with MigrateErrors of
 * all problems at once: no migrations (DIRECTORY_EMPTY), names and forms (FILE_NAME_INVALID, VERSION_DUPLICATE,
 * DOWN_WITHOUT_UP, LAYOUT_…), bytes (FILE_…). What leaves nothing to look at comes alone: a directory that cannot be
 * read (DIRECTORY_…, FILE_OUTSIDE_DIRECTORY), a layout that this version does not read (INPUT_INVALID), a directory
 * with no migration beside or above one that has some.
 */
export async function readMigrations(path: string, layoutName: string): Promise<MigrationSet> {
  const top = layoutName === "auto" ? readTop(path) : undefined;
  const sources = top === undefined ? null : await readSurelyPlain(path, top);
  const { files, problems } = sources === null ? NOTHING : plain.makeMigrations(sources);
  throwAll(problems);
  if (files.length > 0) return { layout: plain.layout, files };
  const [{ readAs }, { layoutsNamed }] = await Promise.all([
    import("./read-as.ts"),
    import("./layouts/layouts.ts"),
  ]);
  return readAs(path, layoutsNamed(layoutName), top);
}

const NOTHING: ReadLayout = { files: [], problems: [] };
