import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { makeDirectory } from "../support/temporary.ts";
import { dbmate } from "./install/dbmate.ts";
import { flyway } from "./install/flyway.ts";
import { golangMigrate } from "./install/golang-migrate.ts";
import { goose } from "./install/goose.ts";
import { nodePgMigrate } from "./install/node-pg-migrate.ts";
import { postgresMigrations } from "./install/postgres-migrations.ts";
import type { RealTool } from "./install/real-tool.ts";

/** A tool, a directory of its own making, and where we take over. */
export interface Halfway {
  readonly tool: RealTool;
  /** Directory of migrations/, the tool's own layout. */
  readonly directory: string;
  /** The tool's own table, as SQL. */
  readonly ledger: string;
  /** What a file's name begins with when the tool runs it before we come. */
  readonly firstHalf: readonly string[];
  /** The ledger's columns that say which migration a row is about, and whether it is done. */
  readonly columns: string;
  /** Those columns after the first half, ascending as text. */
  readonly recorded: readonly string[];
  /** Where our own ledger goes; nothing: its default place. */
  readonly place: readonly string[];
  /** What the tool calls the migrations of the first half, in its order. */
  readonly done: readonly string[];
  /** The same of the second half. */
  readonly toDo: readonly string[];
}

/** For tools whose own table has the name of our default one. */
const ELSEWHERE = ["--ledger-schema=deploys"];

export const HALFWAYS: readonly Halfway[] = [
  {
    tool: dbmate,
    directory: "dbmate",
    ledger: "public.schema_migrations",
    firstHalf: ["20240105", "20240112", "20240120", "20240203"],
    columns: "version",
    recorded: ["(20240105090000)", "(20240112101500)", "(20240120143000)", "(20240203080000)"],
    place: ELSEWHERE,
    done: ["20240105090000", "20240112101500", "20240120143000", "20240203080000"],
    toDo: ["20240210110000", "20240218093000", "20240225160000", "20240302120000"],
  },
  {
    tool: goose,
    directory: "goose",
    ledger: "public.goose_db_version",
    firstHalf: ["00001_", "00002_", "00003_", "00004_"],
    columns: "version_id, is_applied",
    recorded: ["(0,t)", "(1,t)", "(2,t)", "(3,t)", "(4,t)"],
    place: [],
    done: ["00001", "00002", "00003", "00004"],
    toDo: ["20240305101500", "20240311093000", "20240318140000", "20240325080000"],
  },
  {
    tool: golangMigrate,
    directory: "golang-migrate",
    ledger: "public.schema_migrations",
    firstHalf: ["000001_", "000002_", "000003_", "000004_"],
    columns: "version, dirty",
    recorded: ["(4,f)"],
    place: ELSEWHERE,
    done: ["000001", "000002", "000003", "000004"],
    toDo: ["000005", "000006", "000007", "000009"],
  },
  {
    tool: nodePgMigrate,
    directory: "node-pg-migrate",
    ledger: "public.pgmigrations",
    firstHalf: ["1704445", "1705", "1706259"],
    columns: "id, name",
    recorded: [
      "(1,1704445200000_create-users)",
      "(2,1705050000000_create-sessions)",
      "(3,1705654800000_end-sessions)",
      "(4,1706259600000_seed-users)",
    ],
    place: [],
    done: [
      "1704445200000_create-users",
      "1705050000000_create-sessions",
      "1705654800000_end-sessions",
      "1706259600000_seed-users",
    ],
    toDo: [
      "1706864400000_create-roles",
      "1707469200000_add-owner",
      "1708074000000_delete-user",
      "1708678800000_live-users",
    ],
  },
  {
    tool: postgresMigrations,
    directory: "postgres-migrations",
    ledger: "public.migrations",
    firstHalf: ["1_", "2_", "3-", "4_", "5_"],
    columns: "id, name",
    recorded: [
      "(0,create-migrations-table)",
      "(1,create-teams)",
      "(2,create-members)",
      "(3,count-members)",
      "(4,seed-teams)",
      "(5,name-length)",
    ],
    place: [],
    done: ["1", "2", "3", "4", "5"],
    toDo: ["6", "7", "8", "9", "10"],
  },
  {
    tool: flyway,
    directory: "flyway",
    ledger: "public.flyway_schema_history",
    firstHalf: ["V1__", "V1.1__", "V1_2__", "V2__", "R__parcel_counts"],
    columns: "version, script, success",
    recorded: [
      "(,R__parcel_counts.sql,t)",
      "(1,V1__create_warehouses.sql,t)",
      "(1.1,V1.1__add_region.sql,t)",
      "(1.2,V1_2__create_parcels.sql,t)",
      "(2,V2__seed_warehouses.sql,t)",
    ],
    place: [],
    done: ["1", "1.1", "1.2", "2", "R__parcel_counts"],
    toDo: ["9", "9.1", "10", "R__region_weights"],
  },
];

/** The whole directory of `of`. */
export const wholeOf = (of: Halfway): string => join(import.meta.dirname, "migrations", of.directory);

/** A directory, gone with the test, of the files that the tool runs before we come. */
export function firstHalfOf(of: Halfway): string {
  const half = makeDirectory();
  for (const file of readdirSync(wholeOf(of))) {
    if (of.firstHalf.some((start) => file.startsWith(start)))
      cpSync(join(wholeOf(of), file), join(half, file));
  }
  return half;
}
