import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { handlerOf } from "./create-handler.ts";
import type { Setup } from "./setup.ts";

/** What the command line gives to it. */
export interface ServeRequest {
  readonly setup: Setup;
  /** Aborted when it is to end. */
  readonly stopped: AbortSignal;
  readonly print: (text: string) => void;
}

/** Answers until it is stopped. Resolves to the exit code. */
export async function serveCommand({ setup, stopped, print }: ServeRequest): Promise<number> {
  const handler = handlerOf(setup);
  const server = createServer(getRequestListener(handler.fetch));
  const { host, port } = setup.inputs.serving.listen;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const at = server.address() as AddressInfo;
  print(`Listening on http://${at.family === "IPv6" ? `[${at.address}]` : at.address}:${at.port}\n`);
  await new Promise<void>((resolve) => {
    if (stopped.aborted) resolve();
    stopped.addEventListener("abort", () => resolve(), { once: true });
  });
  server.close();
  server.closeAllConnections();
  await handler.close();
  return 0;
}
