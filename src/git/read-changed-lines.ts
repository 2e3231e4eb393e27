import { HunkReader } from "./hunk-reader.ts";
import type { LineRange } from "./line-range.ts";
import { endOf, type Git, startGit } from "./run-git.ts";

const NEWLINE = 10;

/** Changed lines of each file in the patch that git answers `args` with, which is read line by line and not held. */
export async function readChangedLines(
  git: Git,
  args: readonly string[],
): Promise<ReadonlyMap<string, readonly LineRange[]>> {
  const child = startGit(git, args);
  child.stdin?.end();
  const reader = new HunkReader();
  const end = endOf(child);
  const begun: Buffer[] = [];
  let length = 0;
  const onLine = () => {
    // As long as a name can be; of longer lines, which are content, only the beginning counts.
    reader.read(Buffer.concat(begun).toString("utf8"));
    begun.length = 0;
    length = 0;
  };
  child.stdout?.on("data", (chunk: Buffer) => {
    for (let from = 0; from < chunk.length; ) {
      const newline = chunk.indexOf(NEWLINE, from);
      const to = newline < 0 ? chunk.length : newline;
      if (length < LONGEST_BYTES)
        begun.push(Buffer.from(chunk.subarray(from, Math.min(to, from + LONGEST_BYTES))));
      length += to - from;
      if (newline >= 0) onLine();
      from = to + 1;
    }
  });
  const { code, stderr } = await end;
  git.signal.throwIfAborted();
  if (code !== 0) throw new Error(`git could not compare the checkout: ${stderr.trim()}`);
  return reader.lines;
}

/** A path has at most 4,096 bytes, each written in up to four characters. */
const LONGEST_BYTES = 20_000;
