import { nodePgMigrate as tool } from "../../tools/install/node-pg-migrate.ts";
import { sqlOf } from "../migration.ts";
import { oneFileEach, type Peer } from "../peer.ts";

/** Its names begin with milliseconds since 1970. */
const FIRST_TIME = 1_700_000_000_000;

/** Only a file in JavaScript can run without a transaction. */
export const nodePgMigrate: Peer = {
  tool,
  files: (migrations) =>
    oneFileEach(migrations, (migration) => {
      const stem = `${FIRST_TIME + migration.number}_${migration.name}`;
      if (migration.transaction === "wrapped")
        return [`${stem}.sql`, `-- Up Migration\n${sqlOf(migration)}\n-- Down Migration\n`];
      const body = `pgm.noTransaction();\n  pgm.sql(${JSON.stringify(sqlOf(migration))});`;
      return [`${stem}.cjs`, `exports.up = (pgm) => {\n  ${body}\n};\nexports.down = false;\n`];
    }),
  poolerParameter: "",
  remark: null,
};
