import { dirname } from "node:path";
import { goProgram } from "./go-program.ts";
import { plainUrl } from "./plain-url.ts";
import type { RealTool } from "./real-tool.ts";

const VERSION = "v3.29.0";

/** Every driver but PostgreSQL's left out: a tenth of the modules to fetch and build. */
const TAGS = ["clickhouse", "libsql", "mssql", "mysql", "sqlite3", "vertica", "ydb"].map(
  (name) => `no_${name}`,
);

/** goose's command line. */
export const goose: RealTool = {
  name: "goose",
  version: VERSION,
  install: async () => {
    const path = "github.com/pressly/goose/v3/cmd/goose";
    const program = await goProgram({ path, version: VERSION, tags: TAGS });
    return (url, directory) => ({
      program,
      args: ["-env", "none", "-dir", directory, "postgres", plainUrl(url), "up"],
      cwd: dirname(program),
    });
  },
};
