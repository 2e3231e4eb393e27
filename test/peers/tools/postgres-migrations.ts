import { postgresMigrations as tool } from "../../tools/install/postgres-migrations.ts";
import { sqlOf } from "../migration.ts";
import { oneFileEach, type Peer } from "../peer.ts";

export const postgresMigrations: Peer = {
  tool,
  files: (migrations) =>
    oneFileEach(migrations, (migration) => {
      const option = migration.transaction === "none" ? "-- postgres-migrations disable-transaction\n" : "";
      return [`${migration.number}_${migration.name}.sql`, option + sqlOf(migration)];
    }),
  poolerParameter: "",
  remark:
    "postgres-migrations: its function `migrate` with a connection of node-postgres; it has no command line.",
};
