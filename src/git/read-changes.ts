import type { LineRange } from "./line-range.ts";
import { readChangedLines } from "./read-changed-lines.ts";
import { askGit, type Git } from "./run-git.ts";

/** How the work tree differs from a commit, in one directory; names are relative to that. */
export interface Changes {
  /** added: not in the commit · edited: in both, with other content · removed: only in the commit. */
  readonly files: ReadonlyMap<string, "added" | "edited" | "removed">;
  /** Of edited files, ascending; where lines were only taken away, the one before them. */
  readonly lines: ReadonlyMap<string, readonly LineRange[]>;
}

/** Content is compared by git itself: what a filter (line ends, LFS) makes of a file is no change. */
const DIFF = ["diff", "--no-ext-diff", "--no-textconv", "--no-renames", "--relative", "--no-color"];

/** What differs from `commit`, untracked and ignored files with it. Rejects where git cannot tell. */
export async function readChanges(git: Git, commit: string): Promise<Changes> {
  const [diff, untracked] = await Promise.all([
    askGit(git, [...DIFF, "--name-status", "-z", commit, "--", "."]),
    askGit(git, ["ls-files", "--others", "-z", "--", "."]),
  ]);
  for (const { code, stderr } of [diff, untracked])
    if (code !== 0) throw new Error(`git could not compare the checkout: ${stderr.trim()}`);
  const files = new Map<string, "added" | "edited" | "removed">();
  const fields = diff.stdout.toString("utf8").split("\0");
  for (let at = 0; at + 1 < fields.length; at += 2)
    files.set(fields[at + 1] ?? "", STATUS.get(fields[at] ?? "") ?? "edited");
  for (const name of untracked.stdout
    .toString("utf8")
    .split("\0")
    .filter((text) => text !== ""))
    files.set(name, files.get(name) === "removed" ? "edited" : "added");
  const hasEdits = [...files.values()].includes("edited");
  const lines = hasEdits
    ? await readChangedLines(git, [
        ...DIFF,
        "--diff-filter=M",
        "--text",
        "-U0",
        ...PREFIXES,
        commit,
        "--",
        ".",
      ])
    : new Map<string, readonly LineRange[]>();
  return { files, lines };
}

/** Source: git-diff manual, `--diff-filter`; all other letters are changes of what is there. */
const STATUS = new Map<string, "added" | "removed">([
  ["A", "added"],
  ["D", "removed"],
]);

/** As settings may name others. */
const PREFIXES = ["--src-prefix=a/", "--dst-prefix=b/"];
