import { createServer, type Server } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { handlerOf } from "../create-handler.ts";
import type { Setup } from "../setup.ts";
import { listenOn } from "./listen.ts";
import { makeNodeListener } from "./node-listener.ts";
import { makeServeWarnings } from "./serve-warnings.ts";

/** What the command line gives to it. */
export interface ServeRequest {
  readonly setup: Setup;
  /** Aborted when it is to end. */
  readonly stopped: AbortSignal;
  /** A line about the server itself. */
  readonly say: (line: string) => void;
}

/** Who sends slower than this, or holds more than this, takes the room of others. */
const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16 * 1_024,
};
const MOST_CONNECTIONS = 1_000;

/** For what has been answered to reach those who asked, after everything has ended. */
const FLUSH_MS = 1_000;

/** Answers until it is stopped. Resolves to the exit code; rejects with INPUT_INVALID where it may not listen. */
export async function serveCommand({ setup, stopped, say }: ServeRequest): Promise<number> {
  const handler = handlerOf(setup);
  const listen = makeNodeListener(handler.fetch);
  const server = createServer(LIMITS, (incoming, outgoing) => void listen(incoming, outgoing));
  server.maxConnections = MOST_CONNECTIONS;
  const url = await listenOn(server, setup.inputs.serving.listen);
  for (const warning of makeServeWarnings(setup)) say(`Warning: ${warning}`);
  say(`Listening on ${url}`);
  await new Promise<void>((resolve) => {
    if (stopped.aborted) resolve();
    stopped.addEventListener("abort", () => resolve(), { once: true });
  });
  say("Ending: nothing new is begun, what is under way is ended.");
  await close(server, handler.close);
  return 0;
}

async function close(server: Server, closeHandler: () => Promise<void>): Promise<void> {
  const drained = new Promise<void>((resolve) => server.close(() => resolve()));
  await closeHandler();
  // Connections that were kept for a further request are not closed by themselves.
  const closing = setInterval(() => server.closeIdleConnections(), 20);
  await Promise.race([drained, delay(FLUSH_MS, undefined, { ref: false })]);
  clearInterval(closing);
  server.closeAllConnections();
}
