import { dirname } from "node:path";
import { goProgram } from "./go-program.ts";
import { plainUrl } from "./plain-url.ts";
import type { RealTool } from "./real-tool.ts";
import { runProgram } from "./run-program.ts";

const VERSION = "v4.20.1";

/** golang-migrate's command line, `migrate`. */
export const golangMigrate: RealTool = {
  name: "golang-migrate",
  version: VERSION,
  install: async () => {
    const path = "github.com/golang-migrate/migrate/v4/cmd/migrate";
    const program = await goProgram({ path, version: VERSION, tags: ["postgres"] });
    return async (url, directory) => {
      const args = ["-path", directory, "-database", plainUrl(url), "up"];
      await runProgram(program, args, { cwd: dirname(program) });
    };
  },
};
