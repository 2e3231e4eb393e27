import { chmodSync, mkdtempSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { findServerBinaries, type ServerBinaries } from "../../src/database/local-server/find-binaries.ts";
import { becomesTrue, processesNaming } from "./processes.ts";

/** Every server installation of this machine. */
export const installations: readonly ServerBinaries[] = await findServerBinaries();

/** One of them, for what does not depend on the version. Throws where there is none. */
export function anyInstallation(): ServerBinaries {
  const [binaries] = installations;
  if (binaries === undefined)
    throw new Error("There is no PostgreSQL server on this machine: run `npm install`.");
  return binaries;
}

/** A directory of this test's own where any account may make a server's; gone after the test. */
export function makeBase(): string {
  const base = mkdtempSync(join("/tmp", "mb-"));
  chmodSync(base, 0o1777);
  onTestFinished(() => rm(base, { recursive: true, force: true }));
  return base;
}

/** What is left of the servers in `base`: entries and processes. Empty strings of neither: nothing. */
export async function leftoversIn(base: string): Promise<string[]> {
  const [entries, pids] = await Promise.all([readdir(base), processesNaming(base)]);
  return [...entries, ...pids.map((pid) => `process ${pid}`)];
}

/** True as soon as nothing is left in `base`, false when something still is after `withinMs`. */
export function isSoonEmpty(base: string, withinMs: number): Promise<boolean> {
  return becomesTrue(async () => (await leftoversIn(base)).length === 0, withinMs);
}
