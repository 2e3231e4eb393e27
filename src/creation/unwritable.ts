import { MigrateError } from "../errors.ts";
import { codeOf } from "../files/read-directory.ts";

/** FILE_UNWRITABLE for what the system said when `path` was to be written; `left`: what could not be taken away again. */
export function unwritable(path: string, cause: unknown, left: readonly string[]): MigrateError {
  const code = codeOf(cause);
  const { why, hint } = SAID[code] ?? { why: `the system says ${code}`, hint: ELSE };
  const after = left.length === 0 ? "Nothing was left there." : `Left behind: ${left.join(", ")}.`;
  const message = `${path} could not be written: ${why}. ${after}`;
  return new MigrateError("FILE_UNWRITABLE", message, { hint }, { cause });
}

const ELSE = "Check the path, the disk, and the user that runs this.";
const RIGHTS = {
  why: "this user may not write there",
  hint: "Check the permissions of the directory, and the user that runs this.",
};
const NO_DIRECTORY = {
  why: "a part of the path is no directory, or one that takes no new ones",
  hint: "Set `migrations-path` to the directory for the migrations.",
};

const SAID: Readonly<Record<string, { readonly why: string; readonly hint: string }>> = {
  EACCES: RIGHTS,
  EPERM: RIGHTS,
  EROFS: { why: "the file system is read-only", hint: "Run it in a checkout that can be written to." },
  ENOSPC: { why: "the disk is full", hint: "Make room, and run it again." },
  EDQUOT: { why: "this user's share of the disk is used up", hint: "Make room, and run it again." },
  ENAMETOOLONG: {
    why: "the path is too long",
    hint: "Use a shorter name, or a directory with a shorter path.",
  },
  ENOTDIR: NO_DIRECTORY,
  ENOENT: NO_DIRECTORY,
};
