import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sqlOf, stemOf } from "../migration.ts";
import { oneFileEach, type Peer } from "../peer.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** The command line of this tree's dist/, with nothing set. */
export const ours: Peer = {
  tool: {
    name: "migrate-action",
    version: JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).version,
    install: async () => (url, directory) => ({
      program: process.execPath,
      args: [join(ROOT, "dist/cli.js"), "up", "--migrations-path", directory],
      cwd: directory,
      env: { DATABASE_URL: url },
    }),
  },
  files: (migrations) =>
    oneFileEach(migrations, (migration) => {
      const option = migration.transaction === "none" ? "-- migrate:no-transaction\n" : "";
      return [`${stemOf(migration)}.sql`, option + sqlOf(migration)];
    }),
  poolerParameter: "",
  remark: "migrate-action: `dist/cli.js up` of this tree, nothing set; it rehearses each run first.",
};
