import { nodePgMigrate as tool } from "../../tools/install/node-pg-migrate.ts";
import { type Migration, sqlOf } from "../migration.ts";
import { oneFileEach, type Peer } from "../peer.ts";

/** Its names begin with milliseconds since 1970. */
const FIRST_TIME = 1_700_000_000_000;

/** Only a file in JavaScript can run without a transaction. */
const files = (migrations: readonly Migration[]) =>
  oneFileEach(migrations, (migration) => {
    const stem = `${FIRST_TIME + migration.number}_${migration.name}`;
    if (migration.transaction === "wrapped")
      return [`${stem}.sql`, `-- Up Migration\n${sqlOf(migration)}\n-- Down Migration\n`];
    const body = `pgm.noTransaction();\n  pgm.sql(${JSON.stringify(sqlOf(migration))});`;
    return [`${stem}.cjs`, `exports.up = (pgm) => {\n  ${body}\n};\nexports.down = false;\n`];
  });

export const nodePgMigrate: Peer = { tool, files, poolerParameter: "", remark: null };

export const nodePgMigrateWaiting: Peer = {
  tool: {
    ...tool,
    name: "node-pg-migrate, waiting",
    install: async () => {
      const makeCommand = await tool.install();
      return (url, directory) => {
        const command = makeCommand(url, directory);
        return { ...command, args: [...command.args, "--advisory-lock-mode", "wait"] };
      };
    },
  },
  files,
  poolerParameter: "",
  remark: "node-pg-migrate, waiting: with `--advisory-lock-mode wait`; its default is `fail`.",
};
