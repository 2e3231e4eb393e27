import { join } from "node:path";
import { keptTool } from "../../tools/install/kept-tool.ts";
import { runProgram } from "../../tools/install/run-program.ts";

/** A directory for PYTHONPATH with these packages of PyPI, each `name==version`, and what they need. */
export async function pythonPackages(key: string, packages: readonly string[]): Promise<string> {
  const home = await keptTool(key, async (directory) => {
    const args = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", "lib"];
    await runProgram("python3", [...args, ...packages], { cwd: directory, timeoutMs: 180_000 });
  });
  return join(home, "lib");
}
