import { execFile } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
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
  linkPackages(directory);
  for (const change of changes) applyChange(directory, change);
  await run("bash", ["scripts/build.sh"], { cwd: directory }).catch(({ stdout, stderr }) => {
    throw new Error(`The build ${name} failed:\n${stdout}${stderr}`);
  });
  return directory;
}

/** One by one: what the build keeps beside the packages is its own, and it does not wait for builds of this tree. */
function linkPackages(directory: string): void {
  const packages = join(ROOT, "node_modules");
  const own = join(directory, "node_modules");
  mkdirSync(own);
  for (const name of readdirSync(packages))
    if (!BESIDE_PACKAGES.has(name)) symlinkSync(join(packages, name), join(own, name));
}

/** See scripts/build.sh. */
const BESIDE_PACKAGES = new Set([".build.lock", ".dist-new"]);

function applyChange(directory: string, { file, from, to }: SourceChange): void {
  const path = join(directory, file);
  const pieces = readFileSync(path, "utf8").split(from);
  if (pieces.length !== 2)
    throw new Error(
      `A broken build changes a piece of ${file} that must be there once, and is there ${pieces.length - 1} times:\n${from}`,
    );
  writeFileSync(path, pieces.join(to));
}
