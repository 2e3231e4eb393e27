import type { Row, Session } from "../database/session.ts";
import type { ApplyRequest } from "./apply-request.ts";

/** A way to ask the server while the run's own connection is busy: opened when it is first needed. */
export interface Aside {
  /** The rows of `statement`. Rejects where no connection is to be had, or when it is over. */
  readonly ask: (statement: string) => Promise<readonly Row[]>;
  /** Sees to it that there is a connection, however long a server takes that is starting again. Rejects as the run's own way to reconnect does. */
  readonly reconnect: () => Promise<void>;
  readonly isOver: () => boolean;
  readonly close: () => void;
}

/** How soon after a connection that could not be had another one is tried for. */
const PAUSE_MS = 5_000;

/**
 * A connection beside that of the run and that of the lock. A question has a snapshot, and CREATE INDEX CONCURRENTLY waits
 * for each transaction that has one when it comes to its last phase: the lock's, which lasts as long as the run, it would
 * wait for until the end of time. Source: PostgreSQL, src/backend/commands/indexcmds.c, WaitForOlderSnapshots.
 */
export function openAside({ open, reconnect }: Pick<ApplyRequest, "open" | "reconnect">): Aside {
  let session: Session | null = null;
  let triedAt = Number.NEGATIVE_INFINITY;
  let isOver = false;
  // Who asks and who reconnects may open at the same time: one connection is enough.
  const keep = (opened: Session): Session => {
    if (isOver || isThere(session)) opened.leave();
    if (isThere(session)) return session;
    session = opened;
    return opened;
  };
  return {
    ask: async (statement) => {
      if (isThere(session)) return await session.query(statement);
      const now = performance.now();
      if (isOver || now - triedAt < PAUSE_MS) throw new Error("There is no connection to ask on.");
      triedAt = now;
      return await keep(await open()).query(statement);
    },
    reconnect: async () => {
      if (!isThere(session)) keep(await reconnect());
    },
    isOver: () => isOver,
    close: () => {
      isOver = true;
      session?.leave();
    },
  };
}

const isThere = (session: Session | null): session is Session => session !== null && !session.lost.aborted;
