import type { Session } from "./session.ts";

/** How often a session that has nothing to do is asked for a sign of life. */
const PULSE_MS = 5_000;

/** How long it may take to give it. */
const LIMIT_MS = 10_000;

/**
 * Keeps `session` alive while nothing else is asked of it: whoever stands between (a pooler, a firewall) sees it used, and
 * when no answer comes it is abandoned. Returns what stops that.
 */
export function keepPulse(session: Session): () => void {
  let isAsked = false;
  const ask = async () => {
    if (isAsked || session.lost.aborted) return;
    isAsked = true;
    const silence = () =>
      session.abandon(new Error(`The server gave no sign of life for ${LIMIT_MS / 1_000} s.`));
    const timer = setTimeout(silence, LIMIT_MS).unref();
    // SHOW has no snapshot, for which a CREATE INDEX CONCURRENTLY could come to wait. Not even an error may come: it would
    // mean that the transaction, and what it holds, is no more.
    await session.query("SHOW transaction_isolation").catch((error) => session.abandon(error));
    clearTimeout(timer);
    isAsked = false;
  };
  const pulse = setInterval(ask, PULSE_MS).unref();
  return () => clearInterval(pulse);
}
