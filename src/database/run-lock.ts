import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { MigrateError } from "../errors.ts";
import type { LedgerName } from "../inputs/inputs.ts";
import type { OnProgress } from "../progress.ts";
import type { Row, Session } from "./session.ts";

/** What keeps other runs out while it is held. */
export interface RunLock {
  /** The connection that holds it, idle in its transaction: also the way to cancel what the other one runs. */
  readonly session: Session;
  readonly release: () => Promise<void>;
}

export interface RunLockOptions {
  readonly waitMs: number;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

/**
 * Key of the run lock: the first 8 bytes of SHA-256 over schema and table, as a signed 64-bit number in decimal.
 * Advisory locks are per database, so it need not name the database.
 */
export function runLockKey(ledger: LedgerName): string {
  const digest = createHash("sha256").update(
    `migrate-action:${JSON.stringify([ledger.schema, ledger.table])}`,
  );
  return digest.digest().readBigInt64BE(0).toString();
}

/**
 * Takes the run lock on `session`, which must be used for nothing else: a transaction-level advisory lock at READ
 * COMMITTED, polled. Rejects with RUN_LOCKED after `waitMs`. Session-level and blocking locks would not do: the first
 * exclude nobody behind a transaction pooler, the second deadlock with CREATE INDEX CONCURRENTLY.
 */
export async function takeRunLock(
  session: Session,
  ledger: LedgerName,
  options: RunLockOptions,
): Promise<RunLock> {
  const key = runLockKey(ledger);
  const deadline = performance.now() + options.waitMs;
  for (;;) {
    options.signal.throwIfAborted();
    const results = await session.queries(
      `BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL idle_in_transaction_session_timeout = 0; SELECT pg_catalog.pg_try_advisory_xact_lock(${key}) AS taken`,
    );
    if (results.at(-1)?.[0]?.["taken"] === true) return { session, release: () => release(session) };
    const remainingMs = Math.max(0, deadline - performance.now());
    const holder = describeHolder((await session.queries(`ROLLBACK; ${holderQuery(key)}`)).at(-1)?.[0]);
    if (remainingMs === 0) throw locked(holder, options.waitMs);
    options.onProgress({ kind: "waiting-for-lock", holder, remainingMs });
    await delay(Math.min(200 + Math.random() * 600, remainingMs), undefined, { signal: options.signal });
  }
}

/** The lock goes with its transaction. For a server's goodbye one waits about five times as long. */
async function release(session: Session): Promise<void> {
  await session.query("ROLLBACK").catch(() => {});
  session.leave();
}

/** Source: PostgreSQL manual, pg_locks: a bigint key is split into classid (high) and objid (low), objsubid 1. */
function holderQuery(key: string): string {
  return `SELECT l.pid, a.application_name AS application, a.usename AS "user", a.client_addr::text AS address,
  pg_catalog.date_trunc('second', a.xact_start)::text AS since
FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
  AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
  AND l.classid = ((${key}::bigint >> 32) & 4294967295)::bigint::oid AND l.objid = (${key}::bigint & 4294967295)::oid
LIMIT 1`;
}

function describeHolder(row: Row | undefined): string {
  if (row === undefined) return "a run that has just ended";
  const name = [
    row["application"],
    row["user"] && `user ${row["user"]}`,
    row["address"] && `from ${row["address"]}`,
  ];
  return `pid ${row["pid"]} (${name.filter(Boolean).join(", ")}${row["since"] ? `, since ${row["since"]}` : ""})`;
}

function locked(holder: string, waitMs: number): MigrateError {
  return new MigrateError(
    "RUN_LOCKED",
    `Another run holds the lock after ${Math.round(waitMs / 1000)} s of waiting: ${holder}.`,
    {
      hint: "Wait for it to end, or raise `run-lock-wait`. The lock goes with that run's connection; nothing is left to clear.",
    },
  );
}

/** Who holds the run lock, in words; null: nobody does. */
export async function readLockHolder(session: Session, ledger: LedgerName): Promise<string | null> {
  const [row] = await session.query(holderQuery(runLockKey(ledger)));
  return row === undefined ? null : describeHolder(row);
}
