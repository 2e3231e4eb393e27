import { flywayByDefault, flyway as withSessionLock } from "../../tools/install/flyway.ts";
import { type Migration, sqlOf } from "../migration.ts";
import { JDBC_BEHIND_POOLER, oneFileEach, type Peer } from "../peer.ts";

const files = (migrations: readonly Migration[]) =>
  oneFileEach(migrations, (migration) => [`V${migration.number}__${migration.name}.sql`, sqlOf(migration)]);

export const flyway: Peer = {
  tool: flywayByDefault,
  files,
  poolerParameter: JDBC_BEHIND_POOLER,
  remark: "Flyway: its Java API, nothing set; user and password beside the URL.",
};

export const flywaySessionLock: Peer = {
  tool: { ...withSessionLock, name: "Flyway, session lock" },
  files,
  poolerParameter: JDBC_BEHIND_POOLER,
  remark:
    "Flyway, session lock: with `postgresql.transactional.lock=false`, its manual's advice for CREATE INDEX CONCURRENTLY.",
};
