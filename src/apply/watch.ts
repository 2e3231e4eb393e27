import { type BackendMark, isMarked } from "../database/backend-mark.ts";
import {
  type BackendState,
  backendStateQuery,
  type LockWait,
  parseBackendState,
} from "../database/backend-state.ts";
import type { ApplyRequest } from "./apply-request.ts";
import { openAside } from "./aside.ts";
import { WaitBudget } from "./wait-budget.ts";

/** A watch over messages while the server works on them. */
export interface Watch {
  /** Tells that the server has begun, and that its backend is known. */
  readonly sawBackend: () => void;
  /** Tells that the run has come to the migration `version`. */
  readonly sawProgress: (version: string) => void;
  /** True: a transaction was told to stop because it had waited for locks for too long, all waits together. */
  readonly gaveWay: () => boolean;
  readonly stop: () => void;
}

export interface WatchOptions {
  readonly intervalMs: number;
  /** What becomes of the message under way when the run lock is lost. */
  readonly whenLockIsLost: "cancel" | "go-on";
  /** How long a transaction may wait for locks, all waits together, in ms; null: what is sent is not to be cancelled for that. */
  readonly waitLimitMs: number | null;
}

/** What is known of the backend that is watched. */
export interface Watched {
  /** Null: nothing has been sent. */
  readonly mark: () => BackendMark | null;
  /** True: the server has answered with something. */
  readonly isHeard: () => boolean;
}

/** How long a cancelled run waits for the server's word before it leaves the connection: the runner kills after 7.5 s. */
const CANCEL_WAIT_MS = 2_500;

/** How long each look finds that nobody works on the message, until its answer counts as lost: it may be on its way to us. */
const LOST_AFTER_MS = { heard: 3_000, unheard: 120_000 } as const;

/**
 * Watches over what `request.session` is sent. Cancels the statement under way as soon as the signal is aborted, and
 * again until it has stopped; when nothing moves for `intervalMs`, says what blocks it, and abandons the session when the
 * server is not at work on it any more: then the answer is lost. Nothing is asked of the server while all goes well.
 */
export function watchBackend(request: ApplyRequest, options: WatchOptions, watched: Watched): Watch {
  const { session, lock, signal, onProgress } = request;
  const aside = openAside(request);
  const budget = new WaitBudget(options.waitLimitMs ?? Number.POSITIVE_INFINITY);
  let [version, told] = ["", ""];
  let hasGivenWay = false;
  let idleSince: number | null = null;
  let isLooking = false;
  let leaving: NodeJS.Timeout | undefined;
  let looking: NodeJS.Timeout | undefined;

  const isToStop = () => signal.aborted || (lock.lost.aborted && options.whenLockIsLost === "cancel");
  const cancel = async (condition: string) => {
    const mark = watched.mark();
    if (mark === null) return;
    const statement = `SELECT pg_catalog.pg_cancel_backend(a.pid) FROM pg_catalog.pg_stat_activity a WHERE ${isMarked(mark)} AND ${condition}`;
    // The lock's connection is there at once.
    await (lock.lost.aborted ? aside.ask(statement) : lock.ask(statement)).catch(() => {});
  };
  const onAbort = () => {
    void cancel("true");
    const leave = () => session.abandon(new Error("The server did not stop in time when it was told to."));
    leaving = setTimeout(leave, CANCEL_WAIT_MS).unref();
  };
  const judge = (state: BackendState) => {
    const now = performance.now();
    idleSince = state.isAtWork ? null : (idleSince ?? now);
    if (idleSince !== null && now - idleSince >= LOST_AFTER_MS[watched.isHeard() ? "heard" : "unheard"])
      session.abandon(new Error("The server does not work on it any more."));
    const by = state.blockers.join("; ");
    if (by !== "" && by !== told && !isToStop()) onProgress({ kind: "blocked", version, by });
    told = by;
    if (state.wait !== null) takeWait(state.wait);
  };
  /** A wait is looked at again before it can have become much longer than what was seen of it. */
  const takeWait = (wait: LockWait) => {
    budget.saw(wait);
    const { leftMs } = budget;
    clearTimeout(looking);
    if (leftMs !== null && leftMs <= 0) {
      hasGivenWay = true;
      // What no longer waits goes on, and is not hit by a word that is late.
      void cancel("a.wait_event_type = 'Lock'");
    } else if (options.waitLimitMs !== null) {
      const soonMs = Math.max(options.waitLimitMs / 8, 50);
      looking = setTimeout(look, Math.min(soonMs, leftMs ?? soonMs)).unref();
    }
  };
  const look = async () => {
    const mark = watched.mark();
    if (isLooking || mark === null) return;
    isLooking = true;
    if (isToStop()) await cancel("true");
    const rows = await aside.ask(backendStateQuery(mark)).catch(() => null);
    isLooking = false;
    if (rows !== null && !aside.isOver()) judge(parseBackendState(rows));
  };
  const onLockLost = async () => {
    try {
      await aside.reconnect();
      await look();
    } catch (error) {
      // An error of its own: what a MigrateError says would count as a reason not to send.
      session.abandon(new Error(error instanceof Error ? error.message : String(error)));
    }
  };

  const timer = setInterval(look, options.intervalMs);
  timer.unref();
  signal.addEventListener("abort", onAbort);
  lock.lost.addEventListener("abort", onLockLost);
  return {
    sawBackend: () => {
      if (isToStop()) void cancel("true");
    },
    sawProgress: (seen) => {
      version = seen;
      budget.reset();
      timer.refresh();
    },
    gaveWay: () => hasGivenWay,
    stop: () => {
      clearInterval(timer);
      clearTimeout(leaving);
      clearTimeout(looking);
      aside.close();
      signal.removeEventListener("abort", onAbort);
      lock.lost.removeEventListener("abort", onLockLost);
    },
  };
}
