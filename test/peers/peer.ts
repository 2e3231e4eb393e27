import type { RealTool } from "../tools/install/real-tool.ts";
import type { Migration } from "./migration.ts";

/** A tool under comparison, ours among them. */
export interface Peer {
  readonly tool: RealTool;
  /** The same migrations in its layout: paths in its directory, and their text. */
  files(migrations: readonly Migration[]): Readonly<Record<string, string>>;
  /** What its driver's manual wants in a URL that leads to PgBouncer in transaction mode; empty: nothing. */
  readonly poolerParameter: string;
  /** How it was called, where that is a choice; one sentence for the page. */
  readonly remark: string | null;
}

/** Files of one migration each. */
export function oneFileEach(
  migrations: readonly Migration[],
  fileOf: (migration: Migration) => readonly [path: string, text: string],
): Record<string, string> {
  return Object.fromEntries(migrations.map(fileOf));
}

/** lib/pq, otherwise, prepares a statement in one transaction of the pooler and runs it in another. */
export const LIB_PQ_BEHIND_POOLER = "binary_parameters=yes";
/** pgx: no prepared statements. Source: its manual, "PgBouncer". */
export const PGX_BEHIND_POOLER = "default_query_exec_mode=simple_protocol";
/** JDBC: no named statements. Source: PgBouncer's FAQ. */
export const JDBC_BEHIND_POOLER = "prepareThreshold=0";
