import type { Peer } from "./peer.ts";
import { alembic } from "./tools/alembic.ts";
import { dbmate } from "./tools/dbmate.ts";
import { drizzle } from "./tools/drizzle.ts";
import { flyway, flywaySessionLock } from "./tools/flyway.ts";
import { golangMigrate } from "./tools/golang-migrate.ts";
import { goose } from "./tools/goose.ts";
import { graphileMigrate } from "./tools/graphile-migrate.ts";
import { knex } from "./tools/knex.ts";
import { liquibase } from "./tools/liquibase.ts";
import { nodePgMigrate, nodePgMigrateWaiting } from "./tools/node-pg-migrate.ts";
import { ours } from "./tools/ours.ts";
import { postgresMigrations } from "./tools/postgres-migrations.ts";
import { sqlMigrate } from "./tools/sql-migrate.ts";
import { tern } from "./tools/tern.ts";
import { yoyo } from "./tools/yoyo.ts";

/** All tools under comparison, ours first, in the order of the table. */
export const PEERS: readonly Peer[] = [
  ours,
  alembic,
  dbmate,
  drizzle,
  flyway,
  flywaySessionLock,
  golangMigrate,
  goose,
  graphileMigrate,
  knex,
  liquibase,
  nodePgMigrate,
  nodePgMigrateWaiting,
  postgresMigrations,
  sqlMigrate,
  tern,
  yoyo,
];
