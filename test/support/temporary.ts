import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A directory of this test's own, gone after it. */
export function makeDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "migrate-test-"));
  // The rehearsal's server may be another account's.
  chmodSync(directory, 0o755);
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** A directory with these files: name to content. */
export function makeMigrations(files: Readonly<Record<string, string | Buffer>>): string {
  const directory = makeDirectory();
  writeFiles(directory, files);
  return directory;
}

/** Writes files, name to content, over what is there. */
export function writeFiles(directory: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), content);
  }
}
