import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { findServerBinaries, type ServerBinaries } from "../../../src/database/local-server/find-binaries.ts";
import { ROOT } from "../../support/built.ts";
import { findPgBouncer } from "../../support/pgbouncer.ts";
import type { TortureCase } from "../draw/torture-case.ts";

/** What this machine has to torture with. */
export interface Equipment {
  readonly oldest: ServerBinaries;
  readonly newest: ServerBinaries;
  /** Path of the program; null: not installed, and the cases that need it are skipped. */
  readonly toxiproxy: string | null;
  readonly pgBouncer: string | null;
}

/** Looks for all of it; throws where there is no PostgreSQL at all. */
export async function findEquipment(): Promise<Equipment> {
  const found = (await findServerBinaries()).toSorted((a, b) => a.major - b.major);
  const embedded = found.filter(({ binDirectory }) => binDirectory.includes("node_modules"));
  const [oldest] = embedded.length > 0 ? embedded : found;
  const newest = (embedded.length > 0 ? embedded : found).at(-1);
  if (oldest === undefined || newest === undefined)
    throw new Error("There is no PostgreSQL server on this machine: run `npm install`.");
  return { oldest, newest, toxiproxy: findToxiproxy(), pgBouncer: findPgBouncer() };
}

/** Why `drawn` cannot be run here; null: it can. */
export function lackingFor(drawn: TortureCase, { toxiproxy, pgBouncer }: Equipment): string | null {
  if (drawn.route !== "direct" && pgBouncer === null) return "PgBouncer is not installed";
  if (needsProxy(drawn) && toxiproxy === null) return "Toxiproxy is not installed";
  return null;
}

/** True when runners must reach the server through Toxiproxy. */
export function needsProxy({ faults }: TortureCase): boolean {
  return faults.some(({ kind }) => kind === "network");
}

/** Where scripts/install-tools.sh puts it, else on PATH. */
function findToxiproxy(): string | null {
  const directories = [join(ROOT, ".tools/bin"), ...(process.env["PATH"] ?? "").split(delimiter)];
  return directories.map((directory) => join(directory, "toxiproxy-server")).find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
