import { readBlockers } from "../database/blockers.ts";
import type { Session } from "../database/session.ts";
import type { OnProgress } from "../progress.ts";

/** A watch over one message while the server works on it. */
export interface Watch {
  /** Tells whose backend it is, and that it moves. */
  readonly sawBackend: (pid: number) => void;
  readonly sawProgress: (version: string) => void;
  readonly stop: () => void;
}

export interface WatchOptions {
  /** The lock's connection, for cancelling at once. */
  readonly through: Session;
  /**
   * A connection for looking: a look has a snapshot, and CREATE INDEX CONCURRENTLY waits for each transaction that had one
   * when it came to its last phase. The lock's lasts as long as the run, so a look there would make both wait for ever.
   */
  readonly open: () => Promise<Session>;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
  readonly intervalMs: number;
}

/**
 * Cancels the statement under way as soon as `signal` is aborted, and again until it has stopped; says what blocks it
 * when nothing moves for `intervalMs`. Nothing is asked of the server while all goes well.
 */
export function watchBackend({ through, open, signal, onProgress, intervalMs }: WatchOptions): Watch {
  let pid: number | null = null;
  let aside: Promise<Session | null> | null = null;
  let version = "";
  let told = "";

  const cancel = () => {
    if (pid !== null) through.query("SELECT pg_catalog.pg_cancel_backend($1)", [pid]).catch(() => {});
  };
  const look = async () => {
    if (signal.aborted) return cancel();
    if (pid === null) return;
    aside ??= open().catch(() => null);
    const session = await aside;
    const blockers = session === null ? [] : await readBlockers(session, pid).catch(() => []);
    const by = blockers.join("; ");
    if (by !== "" && by !== told) onProgress({ kind: "blocked", version, by });
    told = by;
  };
  const timer = setInterval(look, intervalMs);
  timer.unref();
  signal.addEventListener("abort", cancel);
  return {
    sawBackend: (seen) => {
      pid = seen;
      if (signal.aborted) cancel();
    },
    sawProgress: (seen) => {
      version = seen;
      timer.refresh();
    },
    stop: () => {
      clearInterval(timer);
      void aside?.then((session) => session?.leave());
      signal.removeEventListener("abort", cancel);
    },
  };
}
