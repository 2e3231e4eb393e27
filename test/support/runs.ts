import type { Report } from "../../src/report/report.ts";
import type { CliOptions, CliRun } from "./run-cli.ts";
import { runCli } from "./run-cli.ts";
import type { TestDatabase, TestServer } from "./servers.ts";

/** What a test wants of one run of the command line. */
export interface Wanted extends CliOptions {
  /** `up` when not given. */
  readonly command?: string;
  /** Flags beside the connection, the directory and the shadow. */
  readonly flags?: readonly string[];
}

/**
 * Arguments for a run against `database` that rehearses in a scratch database of the same server: a rehearsal as real
 * as on a server of its own, and ten times as fast.
 */
export function argsFor(
  server: TestServer,
  database: TestDatabase,
  migrations: string,
  wanted: Wanted = {},
): string[] {
  return [
    wanted.command ?? "up",
    `--database-url=${database.url}`,
    `--shadow-url=${server.url}`,
    `--migrations-path=${migrations}`,
    ...(wanted.flags ?? []),
  ];
}

/** Runs that to its end. */
export function migrate(
  server: TestServer,
  database: TestDatabase,
  migrations: string,
  wanted: Wanted = {},
): Promise<CliRun> {
  return runCli(argsFor(server, database, migrations, wanted), wanted);
}

/** Names of all relations in schema public, ascending. */
export async function relationsOf(database: TestDatabase): Promise<string[]> {
  const rows = await database.query<{ name: string }>(
    "SELECT relname::text AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r','v') ORDER BY 1",
  );
  return rows.map(({ name }) => name);
}

/** A row of the ledger, as far as tests look at it. */
export interface RecordedRow {
  readonly version: string;
  readonly name: string;
  readonly status: string;
  readonly checksum: string | null;
  readonly batch: number | null;
  readonly applied_by: string | null;
  readonly execution_time_ms: number | null;
  readonly statements_done: number | null;
  readonly error_message: string | null;
}

/** All rows of the default ledger, by version as text. */
export function ledgerOf(database: TestDatabase): Promise<RecordedRow[]> {
  return database.query<RecordedRow & Record<string, unknown>>(
    "SELECT * FROM public.schema_migrations ORDER BY version",
  );
}

/** Version and status of each row of the history, in the order written. */
export async function historyOf(database: TestDatabase): Promise<string[]> {
  const rows = await database.query<{ version: string; status: string }>(
    "SELECT version, status FROM public.migration_history ORDER BY executed_at",
  );
  return rows.map(({ version, status }) => `${version} ${status}`);
}

/** What became of each migration of a run, as `2 rolled-back`, in the report's order. */
export const statesOf = ({ migrations }: Pick<Report, "migrations">): string[] =>
  migrations.map(({ version, state }) => `${version} ${state}`);
