import type { MigrateError } from "../../errors.ts";
import type { SourceFile } from "./layout.ts";
import { layoutInvalid } from "./layout-problems.ts";

/** The name of a folder, as `SourceFile.name` gives it, that is none of a tool's own or an editor's. */
export const FOLDER = /^[^./][^/]*\/$/;

/** Folders whose names can be those of migrations: no other one is looked into. Some are called `…_init.sql`. */
export const MIGRATION_FOLDER = /^\d[^/]*$/;

/** The folder and the file's own name in it; null when `path` is in none. */
export function inFolder(path: string): { readonly folder: string; readonly file: string } | null {
  const slash = path.indexOf("/");
  return slash < 0 ? null : { folder: path.slice(0, slash), file: path.slice(slash + 1) };
}

/** LAYOUT_INVALID for each folder among `sources` without a file `wanted`: the tool itself would stop there. */
export function foldersWithout(wanted: string, sources: readonly SourceFile[], tool: string): MigrateError[] {
  const whole = new Set(
    sources.flatMap(({ name }) => (name.endsWith(`/${wanted}`) ? [name.slice(0, -wanted.length)] : [])),
  );
  return sources
    .filter(({ name }) => FOLDER.test(name) && !whole.has(name))
    .map(({ name, file }) =>
      layoutInvalid({
        file,
        message: /^\d/.test(name)
          ? `${file} has no ${wanted}: in a directory of ${tool}, every folder is a migration.`
          : `${file} is none of ${tool}'s migrations: their folders' names begin with digits.`,
        hint: `Restore its ${wanted}, or move the folder out of the directory.`,
      }),
    );
}
