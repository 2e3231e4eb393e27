import { join } from "node:path";
import { npmPackages } from "./npm-packages.ts";
import { plainUrl } from "./plain-url.ts";
import type { RealTool } from "./real-tool.ts";

const VERSION = "2.36.0";

/** dbmate's own binary, from its npm package. */
export const dbmate: RealTool = {
  name: "dbmate",
  version: VERSION,
  install: async () => {
    const home = await npmPackages(`dbmate-${VERSION}`, { dbmate: VERSION });
    const program = join(home, "node_modules/dbmate/dist/cli.js");
    return (url, directory) => ({
      program: process.execPath,
      args: [program, "--no-dump-schema", "--migrations-dir", directory, "migrate"],
      cwd: home,
      env: { DATABASE_URL: plainUrl(url) },
    });
  },
};
