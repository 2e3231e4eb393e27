import { join } from "node:path";
import { keptTool } from "./kept-tool.ts";
import { runProgram } from "./run-program.ts";

/** A program to build with Go. */
export interface GoProgram {
  /** The package of its main function. */
  readonly path: string;
  /** `v` and the number. */
  readonly version: string;
  /** Build tags, which choose its database drivers. */
  readonly tags: readonly string[];
}

/** The path of the built program, which has the last part of `path` as its name, a major version behind it left out. */
export async function goProgram({ path, version, tags }: GoProgram): Promise<string> {
  const name = path.replace(/\/v\d+$/, "").replace(/^.*\//, "");
  const directory = await keptTool(`${name}-${version}`, async (making) => {
    const args = ["install", "-tags", tags.join(","), `${path}@${version}`];
    // Without cgo: there may be no C compiler.
    const env = { GOBIN: making, GOFLAGS: "", CGO_ENABLED: "0" };
    await runProgram("go", args, { cwd: making, env, timeoutMs: 300_000 });
  });
  return join(directory, name);
}
