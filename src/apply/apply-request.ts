import type { RunLock } from "../database/run-lock.ts";
import type { Session } from "../database/session.ts";
import type { Execution } from "../execution/make-transaction.ts";
import type { OnProgress } from "../progress.ts";

/** Everything an apply needs beside the steps. */
export interface ApplyRequest {
  readonly execution: Execution;
  /** The connection that the migrations run on. */
  readonly session: Session;
  /** Held by another connection, which also cancels. */
  readonly lock: RunLock;
  /** A new connection, for looking at what the session is at; rejects at once where none is to be had. */
  readonly open: () => Promise<Session>;
  /**
   * A new connection, for asking what happened after one was lost: waits for a server that is starting again, and rejects
   * when it cannot be had within the time that the run has for that.
   */
  readonly reconnect: () => Promise<Session>;
  readonly lockRetries: number;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}
