import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { keptTool } from "./kept-tool.ts";
import { runProgram } from "./run-program.ts";

/** A directory whose node_modules has these packages, exact versions by name. */
export function npmPackages(key: string, dependencies: Readonly<Record<string, string>>): Promise<string> {
  return keptTool(key, async (directory) => {
    await writeFile(join(directory, "package.json"), JSON.stringify({ private: true, dependencies }));
    const args = ["install", "--no-audit", "--no-fund", "--no-update-notifier"];
    await runProgram("npm", args, { cwd: directory, timeoutMs: 120_000 });
  });
}
