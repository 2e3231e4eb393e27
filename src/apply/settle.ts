import { setTimeout as delay } from "node:timers/promises";
import type { Session } from "../database/session.ts";
import type { Execution } from "../execution/make-transaction.ts";
import { readLedger } from "../ledger/read-ledger.ts";
import { recordedVersion } from "../ledger/record.ts";
import type { Step } from "../plan/plan.ts";

/** How long a lost backend may take to end before its transaction counts as undecided. */
const BACKEND_END_MS = 10_000;

/** Connections of this many milliseconds apart are tried after a loss: the server may be starting again. */
const RECONNECT_PAUSES_MS = [0, 250, 500, 1_000, 2_000, 4_000];

/**
 * Which of `steps` are done after the connection was lost: on record with this run's batch, or, of steps down, on record
 * no more; null when that cannot be known. The
 * lost backend is ended first: a server goes on with a message whose sender is gone.
 */
export async function settle(
  steps: readonly Step[],
  lostBackend: number | null,
  execution: Execution,
  reconnect: () => Promise<Session>,
): Promise<ReadonlySet<Step> | null> {
  const session = await tryReconnect(reconnect);
  if (session === null) return null;
  try {
    if (lostBackend !== null && !(await endBackend(session, lostBackend))) return null;
    const { recorder, settings } = execution;
    const ledger = await readLedger(session, recorder.ledger, settings.role);
    const recorded = new Set(ledger.rows.map(({ version }) => version));
    const completed = new Set(
      ledger.rows
        .filter((row) => row.status === "completed" && row.batch === recorder.batch)
        .map((row) => row.version),
    );
    return new Set(
      steps.filter(({ file, takesBack }) =>
        takesBack === null
          ? completed.has(recordedVersion(recorder, file))
          : !recorded.has(takesBack.version),
      ),
    );
  } catch {
    return null;
  } finally {
    await session.close();
  }
}

async function tryReconnect(reconnect: () => Promise<Session>): Promise<Session | null> {
  for (const pauseMs of RECONNECT_PAUSES_MS) {
    await delay(pauseMs);
    const session = await reconnect().catch(() => null);
    if (session !== null) return session;
  }
  return null;
}

/** True as soon as the backend `pid` of ours is gone, which is ended where it is still there; false when it stays. */
export async function endBackend(session: Session, pid: number): Promise<boolean> {
  const deadline = performance.now() + BACKEND_END_MS;
  while (performance.now() < deadline) {
    const rows = await session.query(
      `SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity
WHERE pid = $1 AND application_name = pg_catalog.current_setting('application_name')`,
      [pid],
    );
    if (rows.length === 0) return true;
    await delay(50);
  }
  return false;
}
