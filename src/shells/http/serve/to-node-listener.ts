import type { IncomingMessage, ServerResponse } from "node:http";
import type { Handler } from "../create-handler.ts";

/** What `http.createServer` and Express's `use` take. */
export type NodeListener = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

/**
 * A listener that answers as `handler` does, which is given the socket, so that wrong tokens are counted by address. What it
 * needs is loaded by the first request. Nothing that reads the body may come before it.
 */
export function toNodeListener(handler: Handler): NodeListener {
  let listener: Promise<(incoming: IncomingMessage, outgoing: ServerResponse) => Promise<unknown>> | null =
    null;
  return (incoming, outgoing) => {
    listener ??= import("./node-listener.ts").then(({ makeNodeListener }) => makeNodeListener(handler.fetch));
    listener
      .then((listen) => listen(incoming, outgoing))
      .catch(() => {
        // Nobody hears of it otherwise, and it would end the process of somebody else.
        if (!outgoing.headersSent) outgoing.statusCode = 500;
        outgoing.end();
      });
  };
}
