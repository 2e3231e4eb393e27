import { setTimeout as delay } from "node:timers/promises";
import type { ConnectionSettings } from "../inputs/inputs.ts";
import type { OnProgress } from "../progress.ts";
import { makeConnectionError } from "./connection-error.ts";
import { isConnectionLoss, serverErrorOf } from "./server-error.ts";
import { Session } from "./session.ts";
import { CLEAR, type Transport, transports } from "./tls.ts";

/** Opens sessions to one server; remembers which transport it took, so that later sessions need no second try. */
export interface Connector {
  readonly settings: ConnectionSettings;
  /** A new session; rejects with MigrateError (CONNECTION_FAILED, AUTHENTICATION_FAILED, DATABASE_MISSING, TLS_FAILED). */
  readonly open: () => Promise<Session>;
  /** Begins to open the session that the next `open` gives. What goes wrong with it is of no interest: `open` tries again. */
  readonly openAhead: () => void;
  /** Leaves the session that was opened ahead, if nobody has taken it. */
  readonly leaveAhead: () => void;
  /**
   * As `open`, with what `use` gives on the session first; keeps trying for `waitMs` while the server is not there or
   * starting, or goes away during `use`: a pooler lets clients in whose server it cannot reach. Rejects as `use` does.
   */
  readonly openWaiting: <Value>(
    wait: WaitOptions,
    use: (session: Session) => Promise<Value>,
  ) => Promise<{ readonly session: Session; readonly value: Value }>;
}

export interface WaitOptions {
  readonly waitMs: number;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

/**
 * A connector for `settings`. Nothing is opened yet. When `giveUp` is aborted all of its sessions are abandoned, and none
 * is opened any more.
 */
export function makeConnector(
  settings: ConnectionSettings,
  connectTimeoutMs: number,
  giveUp: AbortSignal = NEVER,
): Connector {
  let known: Transport | undefined;
  let ahead: { readonly session: Promise<Session | null>; readonly stop: AbortController } | null = null;

  const openOnce = async (signal?: AbortSignal): Promise<Session> => {
    giveUp.throwIfAborted();
    const failures: unknown[] = [];
    for (const transport of known === undefined ? transports(settings) : [known]) {
      try {
        const session = await Session.open(settings, transport, {
          applicationName: APPLICATION_NAME,
          connectTimeoutMs,
          signal: signal === undefined ? giveUp : AbortSignal.any([signal, giveUp]),
        });
        known = session.isEncrypted ? transport : CLEAR;
        const abandon = () => session.abandon(new Error("The run has come to its end."));
        // Who connects again and again must not keep what listens for each connection that there was.
        giveUp.addEventListener("abort", abandon, { signal: session.over });
        return session;
      } catch (error) {
        failures.push(error);
        if (signal?.aborted || giveUp.aborted || !isWorthOtherTransport(error, transport)) break;
      }
    }
    // "No TLS here" is no reason where the server has been asked without it: what it answered then is.
    throw failures.findLast((failure) => serverErrorOf(failure) !== null) ?? failures.at(-1);
  };

  const openAhead = () => {
    if (ahead !== null) return;
    const stop = new AbortController();
    ahead = { session: openOnce(stop.signal).catch(() => null), stop };
  };

  const leaveAhead = () => {
    ahead?.stop.abort();
    void ahead?.session.then((session) => session?.leave());
    ahead = null;
  };

  const open = async () => {
    const begun = ahead;
    ahead = null;
    const ready = (await begun?.session) ?? null;
    if (ready !== null && !ready.lost.aborted) return ready;
    try {
      return await openOnce();
    } catch (error) {
      throw makeConnectionError(error, settings).error;
    }
  };

  const openWaiting: Connector["openWaiting"] = async ({ waitMs, signal, onProgress }, use) => {
    const deadline = now() + waitMs;
    for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 1.5, 2_000)) {
      signal.throwIfAborted();
      let session: Session | null = null;
      try {
        session = await openOnce(signal);
        return { session, value: await use(session) };
      } catch (error) {
        session?.leave();
        if (session !== null && !isConnectionLoss(error)) throw error;
        signal.throwIfAborted();
        const { mayPass, error: made } = makeConnectionError(error, settings);
        const remainingMs = Math.max(0, deadline - now());
        if (!(mayPass || session !== null) || remainingMs === 0) throw made;
        onProgress({ kind: "waiting-for-database", reason: made.message, remainingMs });
        await delay(Math.min(pauseMs, remainingMs), undefined, { signal });
      }
    }
  };

  return { settings, open, openAhead, leaveAhead, openWaiting };
}

/** Nobody gives up. */
const NEVER = new AbortController().signal;

/** Milliseconds of a clock that nobody sets; `performance.now` would load a module that a start has no other use for. */
const now = (): number => process.uptime() * 1_000;

/** Name of our sessions in pg_stat_activity. */
export const APPLICATION_NAME = "migrate-action";

/** libpq tries the other transport after a failed TLS negotiation and after a refusal by pg_hba.conf, not otherwise. */
function isWorthOtherTransport(error: unknown, transport: Transport): boolean {
  const server = serverErrorOf(error);
  if (server !== null) return server.sqlState === "28000";
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const isNetwork = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOENT)$/.test(
    code,
  );
  return transport.kind !== "clear" && !isNetwork;
}
