import { setTimeout as delay } from "node:timers/promises";
import { type BackendMark, isMarked } from "../database/backend-mark.ts";
import { isConnectionLoss } from "../database/server-error.ts";
import type { Session } from "../database/session.ts";
import type { Execution } from "../execution/make-transaction.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { readLedger } from "../ledger/read-ledger.ts";
import { readOwnHistory } from "../ledger/read-own-history.ts";
import { rowKey, rowKeysOf } from "../ledger/row-key.ts";
import type { Step } from "../plan/plan.ts";

/** How long a lost backend may take to end before its transaction counts as undecided. */
const BACKEND_END_MS = 10_000;

/** How often a server that answers and goes away again is asked anew: one that crashes lets the last ones in. */
const MOST_TRIES = 5;

/**
 * Which of `steps` this run has done, after the connection was lost; null when that cannot be known. The lost backend is
 * ended first: a server goes on with a message whose sender is gone.
 */
export async function settle(
  steps: readonly Step[],
  lostBackend: BackendMark | null,
  execution: Execution,
  reconnect: () => Promise<Session>,
): Promise<ReadonlySet<Step> | null> {
  for (let tries = 1; ; tries++) {
    const session = await reconnect().catch(() => null);
    if (session === null) return null;
    try {
      if (lostBackend !== null && !(await endBackend(session, lostBackend))) return null;
      return await readDone(session, steps, execution);
    } catch (error) {
      if (!isConnectionLoss(error) || tries === MOST_TRIES) return null;
      await delay(500);
    } finally {
      await session.close();
    }
  }
}

/**
 * Which of `steps` this run has done: by its own history, or where that cannot be told from others', by its batch in the
 * ledger, and of steps down by what is on record no more.
 */
export async function readDone(
  session: Session,
  steps: readonly Step[],
  { recorder, settings }: Pick<Execution, "recorder" | "settings">,
): Promise<ReadonlySet<Step>> {
  const ledger = await readLedger(session, recorder.ledger, settings.role);
  const own = await readOwnHistory(session, recorder, ledger, settings.role);
  if (own === null) return doneByBatch(steps, ledger, recorder.batch);
  return new Set(
    steps.filter(({ file, direction }) =>
      (direction === "up" ? own.applied : own.takenBack).has(file.version.text),
    ),
  );
}

function doneByBatch(steps: readonly Step[], { rows }: Ledger, batch: number): ReadonlySet<Step> {
  const recorded = new Set(rows.map(({ version }) => version));
  const completed = new Set(
    rows.filter((row) => row.status === "completed" && row.batch === batch).map((row) => rowKey(row.version)),
  );
  return new Set(
    steps.filter(({ file, takesBack }) =>
      takesBack === null
        ? rowKeysOf(file).some((key) => completed.has(key))
        : !recorded.has(takesBack.version),
    ),
  );
}

/** True as soon as the backend of `mark` is gone, which is ended where it is still there; false when it stays. */
export async function endBackend(session: Session, mark: BackendMark): Promise<boolean> {
  const deadline = performance.now() + BACKEND_END_MS;
  while (performance.now() < deadline) {
    const rows = await session.query(
      `SELECT pg_catalog.pg_terminate_backend(a.pid) FROM pg_catalog.pg_stat_activity a WHERE ${isMarked(mark)}`,
    );
    if (rows.length === 0) return true;
    await delay(50);
  }
  return false;
}
