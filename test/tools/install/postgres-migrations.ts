import { join } from "node:path";
import { npmPackages } from "./npm-packages.ts";
import type { RealTool } from "./real-tool.ts";

const VERSION = "5.3.0";

/** postgres-migrations has no command line: its users call it, as the program does. */
const PROGRAM = join(import.meta.dirname, "programs/postgres-migrations.mjs");

export const postgresMigrations: RealTool = {
  name: "postgres-migrations",
  version: VERSION,
  install: async () => {
    const home = await npmPackages(`postgres-migrations-${VERSION}`, { "postgres-migrations": VERSION });
    return (url, directory) => ({
      program: process.execPath,
      args: [PROGRAM, directory],
      cwd: home,
      env: { DATABASE_URL: url },
    });
  },
};
