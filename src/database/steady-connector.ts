import { type Connector, makeConnector } from "./connector.ts";
import { isConnectionLoss } from "./server-error.ts";
import type { Session } from "./session.ts";

/** A connector for one who asks again and again. */
export interface SteadyConnector extends Connector {
  /** Leaves the session that is kept, so that the next question is asked on a new one. */
  readonly leave: () => void;
}

/**
 * As `makeConnector`, but `openWaiting` gives the session that it gave before, as long as that is usable: who looks every two
 * seconds must not open a connection each time. Its sessions are left by `leave`, or when `giveUp` is aborted.
 */
export function makeSteadyConnector(...of: Parameters<typeof makeConnector>): SteadyConnector {
  const connector = makeConnector(...of);
  let kept: Session | null = null;
  const leave = () => {
    kept?.leave();
    kept = null;
  };
  const openWaiting: Connector["openWaiting"] = async (wait, use) => {
    if (kept !== null && !kept.lost.aborted && !kept.inTransaction) {
      const session = kept;
      try {
        return { session, value: await use(session) };
      } catch (error) {
        leave();
        if (!isConnectionLoss(error)) throw error;
      }
    }
    leave();
    const opened = await connector.openWaiting(wait, use);
    kept = opened.session;
    return opened;
  };
  return { ...connector, openWaiting, leave };
}
