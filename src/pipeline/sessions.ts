import { isConnectionLoss } from "../database/server-error.ts";
import type { Session } from "../database/session.ts";
import type { Flow } from "./flow.ts";

/** A new session on the target, however the run has come to need one; waits for a server that is starting again. */
export async function openAgain(flow: Flow): Promise<Session> {
  // Not the run's own signal: who is cancelled has all the more to ask what became of it.
  const { session } = await connect(flow, (opened) => opened.query("SELECT 1"), flow.giveUp);
  return session;
}

/** What was asked, and the session on which it was. */
export interface AskedOn<Value> {
  readonly session: Session;
  readonly value: Value;
}

/**
 * A session that the run works on, with what `ask` gave there first; waits for a server that is not there yet, or goes
 * away again meanwhile, until `signal` is aborted.
 */
export async function connect<Value>(
  flow: Flow,
  ask: (session: Session) => Promise<Value>,
  signal: AbortSignal = flow.world.signal,
): Promise<AskedOn<Value>> {
  const { onProgress } = flow.world;
  const use = async (session: Session) => {
    flow.sessions.push(session);
    // The run may have left all others by now.
    if (signal.aborted) session.leave();
    return await ask(session);
  };
  return await flow.connector.openWaiting({ waitMs: flow.inputs.waitForDatabaseMs, signal, onProgress }, use);
}

/** How often something is asked of a server that answers and goes away again. */
const MOST_TRIES = 3;

/** What `ask` gives on `session`; on a new one where that is lost, or goes away meanwhile. */
export async function onUsable<Value>(
  flow: Flow,
  session: Session,
  ask: (usable: Session) => Promise<Value>,
): Promise<AskedOn<Value>> {
  let usable = session;
  for (let tries = 1; ; tries++) {
    usable = await usableSession(flow, usable);
    try {
      return { session: usable, value: await ask(usable) };
    } catch (error) {
      if (!isConnectionLoss(error) || tries === MOST_TRIES) throw error;
      usable.leave();
      usable = await openAgain(flow);
    }
  }
}

/** `session`, or a new one where that was lost. */
export async function usableSession(flow: Flow, session: Session): Promise<Session> {
  return session.lost.aborted ? await openAgain(flow) : session;
}
