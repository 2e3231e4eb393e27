import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { MigrateError } from "../errors.ts";
import type { LedgerName } from "../inputs/inputs.ts";
import type { OnProgress } from "../progress.ts";
import { describeHolder, holderQuery } from "./lock-holder.ts";
import { keepPulse } from "./pulse.ts";
import { literal } from "./quote.ts";
import { isConnectionLoss } from "./server-error.ts";
import type { Row, Session } from "./session.ts";

/** What keeps other runs out while it is held, by a connection of its own that does nothing else. */
export interface RunLock {
  /** Aborted, with the reason, when the connection that holds it dies: then others may take it. */
  readonly lost: AbortSignal;
  /**
   * The rows of one statement, asked on the lock's connection: a failure of it does not cost the lock. Not for questions
   * while an index may be built CONCURRENTLY: that waits for transactions with a snapshot.
   */
  readonly ask: (statement: string) => Promise<readonly Row[]>;
  readonly release: () => Promise<void>;
}

export interface RunLockOptions {
  /** A new session for nothing but the lock; asked again where the server ends it while others are waited for. */
  readonly open: () => Promise<Session>;
  /** As other runs are to know this one, at most 63 characters of ASCII. */
  readonly holderName: string;
  /** The server's. */
  readonly major: number;
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
 * Takes the run lock: a transaction-level advisory lock at READ COMMITTED, polled. Rejects with RUN_LOCKED after
 * `waitMs`. Session-level and blocking locks would not do: the first exclude nobody behind a transaction pooler, the
 * second deadlock with CREATE INDEX CONCURRENTLY.
 */
export async function takeRunLock(ledger: LedgerName, options: RunLockOptions): Promise<RunLock> {
  const { open, waitMs, signal, onProgress } = options;
  const key = runLockKey(ledger);
  const deadline = performance.now() + waitMs;
  let session = await open();
  for (;;) {
    signal.throwIfAborted();
    const holder = await tryTake(session, key, options).catch(orLost);
    if (holder === null) return hold(session);
    const remainingMs = Math.max(0, deadline - performance.now());
    if (remainingMs === 0) {
      session.leave();
      throw locked(holder, waitMs);
    }
    onProgress({ kind: "waiting-for-lock", holder, remainingMs });
    await delay(Math.min(200 + Math.random() * 600, remainingMs), undefined, { signal });
    if (session.lost.aborted) session = await open();
  }
}

/** Who holds it; null: it is ours now. */
async function tryTake(
  session: Session,
  key: string,
  { holderName, major }: RunLockOptions,
): Promise<string | null> {
  const results = await session.queries(
    `BEGIN ISOLATION LEVEL READ COMMITTED; ${limits(major)}; SET LOCAL application_name = ${literal(holderName)}; SELECT pg_catalog.pg_try_advisory_xact_lock(${key}) AS taken`,
  );
  if (results.at(-1)?.[0]?.["taken"] === true) return null;
  return describeHolder((await session.queries(`ROLLBACK; ${holderQuery(key)}`)).at(-1)?.[0]);
}

/**
 * How long the server keeps the lock of a run that it hears nothing of any more: several times the pulse. Without a
 * limit the lock of a machine that vanished would stay for the two hours after which TCP misses it.
 */
const UNHEARD_MS = 60_000;

/** What a role or a database has set must not end the transaction that holds the lock. */
function limits(major: number): string {
  return [
    `SET LOCAL idle_in_transaction_session_timeout = ${UNHEARD_MS}`,
    "SET LOCAL statement_timeout = 0",
    ...(major >= 17 ? ["SET LOCAL transaction_timeout = 0"] : []),
  ].join("; ");
}

function hold(session: Session): RunLock {
  const stopPulse = keepPulse(session);
  return {
    lost: session.lost,
    ask: (statement) => askAside(session, statement),
    release: async () => {
      stopPulse();
      await release(session);
    },
  };
}

/** In a subtransaction: an error would abort the transaction, and the lock goes with that. */
async function askAside(session: Session, statement: string): Promise<readonly Row[]> {
  try {
    return (await session.queries(`SAVEPOINT aside; ${statement}; RELEASE aside`))[1] ?? [];
  } catch (error) {
    if (!session.lost.aborted) await session.queries("ROLLBACK TO aside; RELEASE aside").catch(() => {});
    throw error;
  }
}

/** The lock goes with its transaction. For a server's goodbye one waits about five times as long. */
async function release(session: Session): Promise<void> {
  await session.query("ROLLBACK").catch(() => {});
  session.leave();
}

/** A server that goes away while others are waited for is waited for too. */
function orLost(error: unknown): string {
  if (!isConnectionLoss(error)) throw error;
  return `a server that closed the connection (${error instanceof Error ? error.message : String(error)})`;
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
