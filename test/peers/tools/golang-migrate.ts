import { golangMigrate as tool } from "../../tools/install/golang-migrate.ts";
import { sqlOf, stemOf } from "../migration.ts";
import { LIB_PQ_BEHIND_POOLER, oneFileEach, type Peer } from "../peer.ts";

/** It sends a file as one message: one statement alone is then in no transaction. */
export const golangMigrate: Peer = {
  tool,
  files: (migrations) =>
    oneFileEach(migrations, (migration) => [`${stemOf(migration)}.up.sql`, sqlOf(migration)]),
  poolerParameter: LIB_PQ_BEHIND_POOLER,
  remark: null,
};
