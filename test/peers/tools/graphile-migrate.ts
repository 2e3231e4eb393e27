import { createHash } from "node:crypto";
import { join } from "node:path";
import { npmPackages } from "../../tools/install/npm-packages.ts";
import { type Migration, sqlOf } from "../migration.ts";
import type { Peer } from "../peer.ts";

const VERSION = "1.4.1";

export const graphileMigrate: Peer = {
  tool: {
    name: "graphile-migrate",
    version: VERSION,
    install: async () => {
      const home = await npmPackages(`graphile-migrate-${VERSION}`, { "graphile-migrate": VERSION });
      const program = join(home, "node_modules/graphile-migrate/dist/cli.js");
      return (url, directory) => ({
        program: process.execPath,
        args: [program, "migrate"],
        cwd: directory,
        env: { DATABASE_URL: url, ROOT_DATABASE_URL: url.replace(/\/[^/]*$/, "/template1") },
      });
    },
  },
  files: (migrations) => ({ ".gmrc": "{}\n", ...committed(migrations) }),
  poolerParameter: "",
  remark: null,
};

/** Files as its `commit` writes them: each names the hash of the one before it. */
function committed(migrations: readonly Migration[]): Record<string, string> {
  const files: Record<string, string> = {};
  let previous = "";
  for (const migration of migrations) {
    const option = migration.transaction === "none" ? "--! no-transaction\n" : "";
    const body = `${(option + sqlOf(migration)).trim()}\n`;
    const hash = `sha1:${createHash("sha1").update(`${previous}\n${body}`.trimStart()).digest("hex")}`;
    const head = [`--! Previous: ${previous === "" ? "-" : previous}`, `--! Hash: ${hash}`];
    const path = `migrations/committed/${String(migration.number).padStart(6, "0")}.sql`;
    files[path] = `${head.join("\n")}\n\n${body}`;
    previous = hash;
  }
  return files;
}
