import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { findServerBinaries, type ServerBinaries } from "../../../src/database/local-server/find-binaries.ts";
import { ROOT } from "../../support/built.ts";
import { findPgBouncer } from "../../support/pgbouncer.ts";
import type { TortureCase } from "../draw/torture-case.ts";

/** What this machine has to torture with. */
export interface Equipment {
  readonly oldest: ServerBinaries;
  readonly newest: ServerBinaries;
  readonly toxiproxy: Tool;
  readonly pgBouncer: Tool;
}

/** Where a program is; or, in words, why it cannot be had: then the cases that need it are skipped. */
export type Tool = { readonly path: string } | { readonly missing: string };

/** Looks for all of it; throws where there is no PostgreSQL at all. */
export async function findEquipment(): Promise<Equipment> {
  const found = (await findServerBinaries()).toSorted((a, b) => a.major - b.major);
  const embedded = found.filter(({ binDirectory }) => binDirectory.includes("node_modules"));
  const [oldest] = embedded.length > 0 ? embedded : found;
  const newest = (embedded.length > 0 ? embedded : found).at(-1);
  if (oldest === undefined || newest === undefined)
    throw new Error("There is no PostgreSQL server on this machine: run `npm install`.");
  const pgBouncer = findPgBouncer();
  return {
    oldest,
    newest,
    toxiproxy: findToxiproxy(),
    pgBouncer: pgBouncer === null ? { missing: "PgBouncer is not installed" } : { path: pgBouncer },
  };
}

/** Why `drawn` cannot be run here; null: it can. */
export function lackingFor(drawn: TortureCase, { toxiproxy, pgBouncer }: Equipment): string | null {
  if (drawn.route !== "direct" && "missing" in pgBouncer) return pgBouncer.missing;
  if (needsProxy(drawn) && "missing" in toxiproxy) return toxiproxy.missing;
  return null;
}

/** True when runners must reach the server through Toxiproxy. */
export function needsProxy({ faults }: TortureCase): boolean {
  return faults.some(({ kind }) => kind === "network");
}

/** Toxiproxy's server, built with Go on first use. Throws where building it fails. */
function findToxiproxy(): Tool {
  const script = join(ROOT, "scripts/install-tools.sh");
  const found = spawnSync("bash", [script, "toxiproxy-server"], { encoding: "utf8" });
  if (found.status === 0) return { path: found.stdout.trim() };
  if (found.status === 69) return { missing: found.stderr.trim() };
  throw new Error(`scripts/install-tools.sh toxiproxy-server failed: ${found.stderr}`);
}
