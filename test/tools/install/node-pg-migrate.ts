import { join } from "node:path";
import { npmPackages } from "./npm-packages.ts";
import type { RealTool } from "./real-tool.ts";

const VERSION = "9.0.0";

/** node-pg-migrate's command line. */
export const nodePgMigrate: RealTool = {
  name: "node-pg-migrate",
  version: VERSION,
  install: async () => {
    const packages = { "node-pg-migrate": VERSION, pg: "8.23.1" };
    const home = await npmPackages(`node-pg-migrate-${VERSION}`, packages);
    const program = join(home, "node_modules/node-pg-migrate/bin/node-pg-migrate.js");
    return (url, directory) => ({
      program: process.execPath,
      args: [program, "up", "--migrations-dir", directory],
      cwd: home,
      env: { DATABASE_URL: url },
    });
  },
};
