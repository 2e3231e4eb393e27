import type { MigrationFile, MigrationSet } from "./migration-file.ts";
import { shownPrefix } from "./read-directory.ts";

/** The files of `set`, which was read at `from`, as if it had been read at `to`: for a copy of a directory. */
export function relabel(set: MigrationSet, from: string, to: string): readonly MigrationFile[] {
  const [was, is] = [shownPrefix(from), shownPrefix(to)];
  const path = (file: string) => (file.startsWith(was) ? is + file.slice(was.length) : file);
  return set.files.map((file) => ({
    ...file,
    file: path(file.file),
    down: file.down === null ? null : { ...file.down, file: path(file.down.file) },
    ...(file.verify ? { verify: file.verify.map((one) => ({ ...one, file: path(one.file) })) } : {}),
  }));
}
