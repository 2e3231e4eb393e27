import { join } from "node:path";
import { npmPackages } from "../../tools/install/npm-packages.ts";
import { type Migration, sqlOf, stemOf } from "../migration.ts";
import { oneFileEach, type Peer } from "../peer.ts";

const VERSION = "0.45.4";
const PROGRAM = join(import.meta.dirname, "../programs/drizzle.mjs");

export const drizzle: Peer = {
  tool: {
    name: "drizzle-orm",
    version: VERSION,
    install: async () => {
      const home = await npmPackages(`drizzle-orm-${VERSION}`, { "drizzle-orm": VERSION, pg: "8.23.1" });
      return (url, directory) => ({
        program: process.execPath,
        args: [PROGRAM, directory],
        cwd: home,
        env: { DATABASE_URL: url },
      });
    },
  },
  files: (migrations) => ({
    "meta/_journal.json": JSON.stringify({
      version: "7",
      dialect: "postgresql",
      entries: migrations.map(entryOf),
    }),
    ...oneFileEach(migrations, (migration) => [
      `${stemOf(migration)}.sql`,
      sqlOf(migration).trim().replaceAll("\n", "\n--> statement-breakpoint\n"),
    ]),
  }),
  poolerParameter: "",
  remark: "drizzle-orm: its function `migrate` (node-postgres), which deploys call; all in one transaction.",
};

function entryOf(migration: Migration) {
  const when = 1_700_000_000_000 + migration.number;
  return { idx: migration.number - 1, version: "7", when, tag: stemOf(migration), breakpoints: true };
}
