import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runProgram, toolEnvironment } from "../tools/install/run-program.ts";
import { ROOT } from "./built.ts";

/** The tarball that would be published, made in `directory`; its path. */
export async function packPackage(directory: string): Promise<string> {
  const made = join(directory, "package");
  await runProgram(process.execPath, [join(ROOT, "scripts/make-package.ts"), made], { cwd: directory });
  const said = await runProgram("npm", ["pack", "--silent", made], { cwd: directory });
  return join(directory, said.trim().split("\n").at(-1) ?? "");
}

/** A project that has the package and nothing else, and a Node to run it with. */
export interface Project {
  readonly directory: string;
  /** For programs of the project: that Node first on PATH, npm without a network and with a home of its own. */
  readonly env: Readonly<Record<string, string>>;
}

/** Installs `tarball` in a new project in `directory`; `nodeDirectory` has the program `node`. */
export async function installPacked(
  tarball: string,
  directory: string,
  nodeDirectory: string,
): Promise<Project> {
  const project = join(directory, "project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), '{ "name": "project", "private": true }\n');
  const env = {
    PATH: [nodeDirectory, toolEnvironment()["PATH"] ?? ""].join(delimiter),
    npm_config_offline: "true",
    npm_config_cache: join(directory, "cache"),
    npm_config_update_notifier: "false",
  };
  await runProgram("npm", ["install", "--no-audit", "--no-fund", tarball], { cwd: project, env });
  return { directory: project, env };
}
