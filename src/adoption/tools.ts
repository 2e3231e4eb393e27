import type { ForeignTool } from "./foreign-tool.ts";
import { atlas } from "./tools/atlas.ts";
import { drizzle } from "./tools/drizzle.ts";
import { flyway } from "./tools/flyway.ts";
import { goose } from "./tools/goose.ts";
import { liquibase } from "./tools/liquibase.ts";
import { LISTED_TOOLS } from "./tools/listed.ts";
import { golangMigrate, tern } from "./tools/one-row.ts";
import { prisma } from "./tools/prisma.ts";
import { sqlx } from "./tools/sqlx.ts";

/** Every tool whose ledger is known; of two that fit a table the first is it. */
export const TOOLS: readonly ForeignTool[] = [
  ...[golangMigrate, goose, flyway, liquibase, prisma, sqlx, atlas, drizzle, tern],
  ...LISTED_TOOLS,
];
