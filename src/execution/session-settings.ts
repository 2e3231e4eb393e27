import { identifier, literal } from "../database/quote.ts";
import type { Step } from "../plan/plan.ts";

/** Limits and identity under which migrations run. */
export interface RunSettings {
  readonly lockTimeoutMs: number;
  /** 0: none. */
  readonly statementTimeoutMs: number;
  readonly role: string | null;
}

/** What is set at the head of a migration's own transaction: shown and executed from this one list. */
export function transactionSettings(step: Step, settings: RunSettings): readonly string[] {
  const statementTimeoutMs = step.script.statementTimeoutMs ?? settings.statementTimeoutMs;
  return questionSettings({ ...settings, statementTimeoutMs });
}

/** The same for a question about what is applied: a file's own time limit is that of its statements. There is a query in it. */
export function questionSettings({
  lockTimeoutMs,
  statementTimeoutMs,
  role,
}: RunSettings): readonly string[] {
  return [
    `SET LOCAL lock_timeout = ${literal(`${lockTimeoutMs}ms`)}`,
    `SET LOCAL statement_timeout = ${literal(`${statementTimeoutMs}ms`)}`,
    `SET LOCAL idle_in_transaction_session_timeout = ${literal(`${UNHEARD_MS}ms`)}`,
    ENDS_WITH_CLIENT,
    ...ownRole({ role }),
  ];
}

/** How long the server keeps a transaction open, with all its locks, whose sender says nothing any more. */
const UNHEARD_MS = 60_000;

/**
 * The server looks every second, in the middle of a statement too, whether somebody still waits for it: what a killed run
 * has begun is rolled back, and does not hold its locks to the end. Windows cannot. Of a role's transaction_timeout (17
 * and later) a migration knows nothing, as of its statement_timeout: ours are given with the run.
 * Source: PostgreSQL manual, client_connection_check_interval.
 */
const ENDS_WITH_CLIENT = `SELECT CASE WHEN pg_catalog.version() !~* 'windows|mingw|visual c' THEN pg_catalog.set_config('client_connection_check_interval', '1s', true) END,
  CASE WHEN pg_catalog.current_setting('transaction_timeout', true) IS NOT NULL THEN pg_catalog.set_config('transaction_timeout', '0', true) END`;

/** The same for the whole session, for files that run outside a transaction. */
export function sessionSettings(step: Step, settings: RunSettings): readonly string[] {
  return transactionSettings(step, settings).map((set) =>
    set.replace("SET LOCAL ", "SET ").replaceAll(", true) END", ", false) END"),
  );
}

/**
 * What is set before a CONCURRENTLY statement: no limits. A lock_timeout would kill it for waiting on an unrelated
 * snapshot, and a killed one leaves an invalid index. It waits without blocking others.
 */
export const UNLIMITED: readonly string[] = ["SET lock_timeout = 0", "SET statement_timeout = 0"];

/**
 * For a transaction of our own that others follow: its COMMIT does not wait for the disk. What comes after it in the log
 * takes it there, so that the ledger says at most too little, never too much.
 */
export const UNFLUSHED = "SET LOCAL synchronous_commit = off";

/** Back to the identity under which the ledger is written, whatever role the file has taken. */
export function ownIdentity(settings: RunSettings): readonly string[] {
  return ["RESET SESSION AUTHORIZATION", ...ownRole(settings)];
}

/** The same for one transaction: what a file that goes on after it has taken is its own again at COMMIT. */
export function ownIdentityForNow(settings: RunSettings): readonly string[] {
  const role = settings.role === null ? ["SET LOCAL ROLE NONE"] : ownRole(settings);
  return ["SET LOCAL SESSION AUTHORIZATION DEFAULT", ...role];
}

function ownRole({ role }: Pick<RunSettings, "role">): readonly string[] {
  return role === null ? [] : [`SET LOCAL ROLE ${identifier(role)}`];
}

/**
 * Undoes all that a file can leave in its session: what DISCARD ALL does, in statements that may run in one message. What
 * is set for their transaction is reset by the last of them.
 * Source: PostgreSQL manual, DISCARD.
 */
export const RESET_SESSION: readonly string[] = [
  "RESET SESSION AUTHORIZATION",
  "DISCARD TEMP",
  "DEALLOCATE ALL",
  "CLOSE ALL",
  "UNLISTEN *",
  "SELECT pg_catalog.pg_advisory_unlock_all()",
  "DISCARD SEQUENCES",
  "RESET ALL",
];
