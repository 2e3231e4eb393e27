import { goose as tool } from "../../tools/install/goose.ts";
import { sqlOf, stemOf } from "../migration.ts";
import { oneFileEach, type Peer, PGX_BEHIND_POOLER } from "../peer.ts";

export const goose: Peer = {
  tool,
  files: (migrations) =>
    oneFileEach(migrations, (migration) => {
      const option = migration.transaction === "none" ? "-- +goose NO TRANSACTION\n" : "";
      return [`${stemOf(migration)}.sql`, `${option}-- +goose Up\n${sqlOf(migration)}`];
    }),
  poolerParameter: PGX_BEHIND_POOLER,
  remark: "goose: its command line; the lock that its Go library offers is not in it.",
};
