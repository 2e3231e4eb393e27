import { dirname } from "node:path";
import { goProgram } from "./go-program.ts";
import { plainUrl } from "./plain-url.ts";
import type { RealTool } from "./real-tool.ts";

const VERSION = "v4.20.1";

/** golang-migrate's command line, `migrate`. */
export const golangMigrate: RealTool = {
  name: "golang-migrate",
  version: VERSION,
  install: async () => {
    const path = "github.com/golang-migrate/migrate/v4/cmd/migrate";
    const program = await goProgram({ path, version: VERSION, tags: ["postgres"] });
    return (url, directory) => ({
      program,
      args: ["-path", directory, "-database", plainUrl(url), "up"],
      cwd: dirname(program),
    });
  },
};
