import { goProgram } from "../../tools/install/go-program.ts";
import { plainUrl } from "../../tools/install/plain-url.ts";
import { sqlOf, stemOf } from "../migration.ts";
import { LIB_PQ_BEHIND_POOLER, oneFileEach, type Peer } from "../peer.ts";

const VERSION = "v1.8.1";

const CONFIG = ["production:", "  dialect: postgres", "  datasource: $" + "{DATABASE_URL}", "  dir: ."];

export const sqlMigrate: Peer = {
  tool: {
    name: "sql-migrate",
    version: VERSION,
    install: async () => {
      const path = "github.com/rubenv/sql-migrate/sql-migrate";
      const program = await goProgram({ path, version: VERSION, tags: [] });
      return (url, directory) => ({
        program,
        args: ["up", "-env=production"],
        cwd: directory,
        env: { DATABASE_URL: plainUrl(url) },
      });
    },
  },
  files: (migrations) => ({
    "dbconfig.yml": `${CONFIG.join("\n")}\n`,
    ...oneFileEach(migrations, (migration) => {
      const option = migration.transaction === "none" ? " notransaction" : "";
      return [`${stemOf(migration)}.sql`, `-- +migrate Up${option}\n${sqlOf(migration)}`];
    }),
  }),
  poolerParameter: LIB_PQ_BEHIND_POOLER,
  remark: null,
};
