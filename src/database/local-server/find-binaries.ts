import { execFile } from "node:child_process";
import { realpath } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type SearchEnvironment, searchedDirectories, thisMachine } from "./binary-places.ts";
import { childEnvironment } from "./child-environment.ts";
import { isExecutable } from "./file-access.ts";

const run = promisify(execFile);

/** One PostgreSQL server installation that can be run on this machine. */
export interface ServerBinaries {
  /** Absolute, symbolic links resolved; holds `initdb` and `postgres`. */
  readonly binDirectory: string;
  /** 14, 15 … as the server itself says. */
  readonly major: number;
  /** What `postgres --version` prints, trimmed. */
  readonly version: string;
  /** Absolute path of the installation's own `pg_dump`; null where it has none (the npm packages). */
  readonly pgDump: string | null;
}

/**
 * Every server installation found, newest major first, each directory once; empty when there is none.
 * Never throws: what cannot be read or run (another platform's package, missing libraries) is left out.
 */
export async function findServerBinaries(
  environment: SearchEnvironment = thisMachine(),
): Promise<ServerBinaries[]> {
  const { platform } = environment;
  const installed = await Promise.all(
    (await searchedDirectories(environment)).map((directory) => installationIn(directory, platform)),
  );
  const directories = [...new Set(installed.filter((directory) => directory !== null))];
  const found = await Promise.all(directories.map((directory) => readBinaries(directory, platform)));
  return found.filter((binaries) => binaries !== null).toSorted((a, b) => b.major - a.major);
}

/** 18 for `postgres (PostgreSQL) 18.4`, `… 18beta1`, `… 15.13 (Debian …)`; null for other text. */
export function parseServerMajor(version: string): number | null {
  const match = /^postgres \(PostgreSQL\) (\d+)/.exec(version);
  return match === null ? null : Number(match[1]);
}

/** The name of a program's file: with `.exe` on Windows. */
export function executableName(name: string, platform: NodeJS.Platform): string {
  return platform === "win32" ? `${name}.exe` : name;
}

/**
 * /usr/local/bin/postgres is often only a link to /usr/lib/postgresql/N/bin/postgres: the place meant counts.
 */
async function installationIn(directory: string, platform: NodeJS.Platform): Promise<string | null> {
  const server = await realpath(join(directory, executableName("postgres", platform))).catch(() => null);
  if (server === null) return null;
  const binDirectory = join(server, "..");
  return (await isExecutable(join(binDirectory, executableName("initdb", platform)))) ? binDirectory : null;
}

async function readBinaries(binDirectory: string, platform: NodeJS.Platform): Promise<ServerBinaries | null> {
  const server = join(binDirectory, executableName("postgres", platform));
  const pgDump = join(binDirectory, executableName("pg_dump", platform));
  try {
    const options = { env: childEnvironment(platform), timeout: 10_000 };
    const version = (await run(server, ["--version"], options)).stdout.trim();
    const major = parseServerMajor(version);
    if (major === null) return null;
    return { binDirectory, major, version, pgDump: (await isExecutable(pgDump)) ? pgDump : null };
  } catch {
    return null;
  }
}
