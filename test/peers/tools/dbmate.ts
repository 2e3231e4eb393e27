import { dbmate as tool } from "../../tools/install/dbmate.ts";
import { sqlOf, stemOf } from "../migration.ts";
import { LIB_PQ_BEHIND_POOLER, oneFileEach, type Peer } from "../peer.ts";

export const dbmate: Peer = {
  tool,
  files: (migrations) =>
    oneFileEach(migrations, (migration) => {
      const option = migration.transaction === "none" ? " transaction:false" : "";
      return [`${stemOf(migration)}.sql`, `-- migrate:up${option}\n${sqlOf(migration)}\n-- migrate:down\n`];
    }),
  poolerParameter: LIB_PQ_BEHIND_POOLER,
  remark: null,
};
