import { join } from "node:path";
import { npmPackages } from "../../tools/install/npm-packages.ts";
import { sqlOf, stemOf } from "../migration.ts";
import { oneFileEach, type Peer } from "../peer.ts";

const VERSION = "3.3.0";

const KNEXFILE = `module.exports = {
  client: "pg",
  connection: process.env.DATABASE_URL,
  migrations: { directory: "./migrations" },
};
`;

export const knex: Peer = {
  tool: {
    name: "knex",
    version: VERSION,
    install: async () => {
      const home = await npmPackages(`knex-${VERSION}`, { knex: VERSION, pg: "8.23.1" });
      const program = join(home, "node_modules/knex/bin/cli.js");
      return (url, directory) => ({
        program: process.execPath,
        args: [program, "migrate:latest", "--knexfile", join(directory, "knexfile.cjs")],
        cwd: home,
        env: { DATABASE_URL: url, NODE_PATH: join(home, "node_modules") },
      });
    },
  },
  files: (migrations) => ({
    "knexfile.cjs": KNEXFILE,
    ...oneFileEach(migrations, (migration) => [
      `migrations/${stemOf(migration)}.cjs`,
      `exports.up = (knex) => knex.raw(${JSON.stringify(sqlOf(migration))});
exports.down = () => undefined;
exports.config = { transaction: ${migration.transaction === "wrapped"} };
`,
    ]),
  }),
  poolerParameter: "",
  remark: null,
};
