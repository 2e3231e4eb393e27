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
  return [
    `SET LOCAL lock_timeout = ${literal(`${settings.lockTimeoutMs}ms`)}`,
    `SET LOCAL statement_timeout = ${literal(`${statementTimeoutMs}ms`)}`,
    ...ownRole(settings),
  ];
}

/** The same for the whole session, for files that run outside a transaction. */
export function sessionSettings(step: Step, settings: RunSettings): readonly string[] {
  return transactionSettings(step, settings).map((set) => set.replace("SET LOCAL ", "SET "));
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

function ownRole(settings: RunSettings): readonly string[] {
  return settings.role === null ? [] : [`SET LOCAL ROLE ${identifier(settings.role)}`];
}

/**
 * Undoes all that a file can leave in its session: what DISCARD ALL does, in statements that may run in one message.
 * Source: PostgreSQL manual, DISCARD.
 */
export const RESET_SESSION: readonly string[] = [
  "RESET SESSION AUTHORIZATION",
  "RESET ALL",
  "DISCARD TEMP",
  "DEALLOCATE ALL",
  "CLOSE ALL",
  "UNLISTEN *",
  "SELECT pg_catalog.pg_advisory_unlock_all()",
  "DISCARD SEQUENCES",
];
