import { setTimeout as delay } from "node:timers/promises";
import { makeSteadyConnector, type SteadyConnector } from "../../../database/steady-connector.ts";
import type { ConnectionSettings } from "../../../inputs/inputs.ts";

/** One connection, for one who asks again and again, and not two things at a time. Opened by the first question. */
export interface Line {
  /**
   * What `work` gives on the connection. Null where that takes longer than `limitMs`, and when the line is closed: the
   * connection is abandoned then, with whatever is under way on it, and the next question opens a new one. Rejects as `work`.
   */
  readonly ask: <Value>(limitMs: number, work: LineWork<Value>) => Promise<Value | null>;
  /** Leaves the connection: the next question opens a new one, a moment later where many come. */
  readonly leave: () => void;
  /** Ends it for good. */
  readonly close: () => void;
}

/** `signal` is aborted when nobody waits for it any more. */
export type LineWork<Value> = (connector: SteadyConnector, signal: AbortSignal) => Promise<Value>;

/** A server that does not let us in is not asked more often. */
const PAUSE_MS = 100;

/** A connection's life: all that listens to its end goes with it. */
interface Life {
  readonly connector: SteadyConnector;
  readonly over: AbortController;
}

export function makeLine(settings: ConnectionSettings, connectTimeoutMs: number): Line {
  const begin = (): Life => {
    const over = new AbortController();
    return { over, connector: makeSteadyConnector(settings, connectTimeoutMs, over.signal) };
  };
  let life = begin();
  let notBefore = 0;
  let isClosed = false;
  const renew = () => {
    life = begin();
    notBefore = performance.now() + PAUSE_MS;
  };
  const ask: Line["ask"] = async (limitMs, work) => {
    const own = life;
    const unwanted = new AbortController();
    const giveUp = () => {
      unwanted.abort(NOBODY_WAITS);
      if (life === own) renew();
      own.over.abort(NOBODY_WAITS);
    };
    const timer = setTimeout(giveUp, limitMs);
    const late = new Promise<null>((resolve) => {
      unwanted.signal.addEventListener("abort", () => resolve(null), { once: true });
    });
    own.over.signal.addEventListener("abort", giveUp, { signal: unwanted.signal });
    if (isClosed) giveUp();
    try {
      const working = pauseUntil(notBefore, unwanted.signal).then(() => work(own.connector, unwanted.signal));
      working.catch(() => {});
      return await Promise.race([late, working]);
    } finally {
      clearTimeout(timer);
      // Takes the listener away.
      unwanted.abort(NOBODY_WAITS);
    }
  };
  const leave = () => {
    life.connector.leave();
    renew();
  };
  const close = () => {
    isClosed = true;
    life.over.abort(NOBODY_WAITS);
  };
  return { ask, leave, close };
}

const NOBODY_WAITS = new Error("Nobody waits for it any more.");

async function pauseUntil(moment: number, signal: AbortSignal): Promise<void> {
  const pauseMs = moment - performance.now();
  if (pauseMs > 0) await delay(pauseMs, undefined, { signal });
}
