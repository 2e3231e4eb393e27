import type { Session } from "../database/session.ts";
import type { Flow } from "./flow.ts";

/** A new session on the target, however the run has come to need one; waits for a server that is starting again. */
export async function openAgain(flow: Flow): Promise<Session> {
  const { connector, inputs, giveUp, world } = flow;
  const session = await connector.openWaiting({
    waitMs: inputs.waitForDatabaseMs,
    // Not the run's own signal: who is cancelled has all the more to ask what became of it.
    signal: giveUp,
    onProgress: world.onProgress,
  });
  flow.sessions.push(session);
  return session;
}

/** `session`, or a new one where that was lost. */
export async function usableSession(flow: Flow, session: Session): Promise<Session> {
  return session.lost.aborted ? await openAgain(flow) : session;
}
