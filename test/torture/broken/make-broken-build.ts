import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../../support/built.ts";
import type { BrokenBuild, SourceChange } from "./broken-builds.ts";

const run = promisify(execFile);

/** What a build needs beside node_modules. */
const SOURCES = ["src", "scripts", "package.json", "tsconfig.json"];

/**
 * Builds this tree with `build`'s changes in a temporary directory, which is the caller's to remove; gives that directory,
 * `dist` in it. Rejects when a piece that is to be changed is not there exactly once, or the build fails.
 */
export async function makeBrokenBuild({ name, changes }: BrokenBuild): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), `torture-${name}-`));
  for (const source of SOURCES) cpSync(join(ROOT, source), join(directory, source), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(directory, "node_modules"));
  for (const change of changes) applyChange(directory, change);
  await run("bash", ["scripts/build.sh"], { cwd: directory });
  return directory;
}

function applyChange(directory: string, { file, from, to }: SourceChange): void {
  const path = join(directory, file);
  const pieces = readFileSync(path, "utf8").split(from);
  if (pieces.length !== 2)
    throw new Error(
      `A broken build changes a piece of ${file} that must be there once, and is there ${pieces.length - 1} times:\n${from}`,
    );
  writeFileSync(path, pieces.join(to));
}
