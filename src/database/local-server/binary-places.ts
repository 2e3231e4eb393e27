import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import { promisify } from "node:util";
import { childEnvironment } from "./child-environment.ts";
import { embeddedDirectories } from "./embedded-packages.ts";

const run = promisify(execFile);

/** Where binaries are looked for, as plain values. */
export interface SearchEnvironment {
  readonly platform: NodeJS.Platform;
  /** The PATH variable, separated as on this machine. */
  readonly pathVariable: string;
  /** `node_modules` of this directory and of those above it are looked into. */
  readonly workingDirectory: string;
  /** Absolute directories; a segment may hold one `*`. */
  readonly places: readonly string[];
}

/** The search environment of the running process. */
export function thisMachine(): SearchEnvironment {
  const { platform } = process;
  return {
    platform,
    pathVariable: process.env["PATH"] ?? "",
    workingDirectory: process.cwd(),
    places: packagedPlaces(platform),
  };
}

/**
 * Where packages put the server: Debian and Ubuntu (PGDG and their own), Red Hat (PGDG), Alpine, Homebrew on
 * ARM and Intel, a build from source, Postgres.app, the Windows installer.
 */
export function packagedPlaces(platform: NodeJS.Platform): readonly string[] {
  if (platform === "win32") return ["C:\\Program Files\\PostgreSQL\\*\\bin"];
  return [
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/libexec/postgresql*",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/opt/homebrew/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/usr/local/pgsql/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
  ];
}

/** Every directory worth a look, in no order that matters; may hold duplicates and what does not exist. */
export async function searchedDirectories(environment: SearchEnvironment): Promise<string[]> {
  // A relative entry of PATH could be a directory of the repository under test: its binaries are not run.
  const onPath = environment.pathVariable.split(delimiter).filter((directory) => isAbsolute(directory));
  const lists = await Promise.all([
    onPath,
    directoryOfPgConfig(environment, onPath),
    ...environment.places.map((pattern) => expandPattern(pattern)),
    embeddedDirectories(environment.workingDirectory),
  ]);
  return lists.flat();
}

async function directoryOfPgConfig(environment: SearchEnvironment, onPath: readonly string[]) {
  const env = { ...childEnvironment(environment.platform), PATH: onPath.join(delimiter) };
  try {
    return [(await run("pg_config", ["--bindir"], { env, timeout: 10_000 })).stdout.trim()];
  } catch {
    return [];
  }
}

/** The directories that `pattern` names: itself without a `*`, else one for every match of that segment. */
export async function expandPattern(pattern: string): Promise<string[]> {
  const star = pattern.indexOf("*");
  if (star < 0) return [pattern];
  const start = Math.max(pattern.lastIndexOf("/", star), pattern.lastIndexOf("\\", star)) + 1;
  const prefix = pattern.slice(start, star);
  const rest = pattern.slice(star + 1);
  const names = await readdir(pattern.slice(0, start)).catch(() => []);
  return names
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(pattern.slice(0, start), `${name}${rest}`));
}
