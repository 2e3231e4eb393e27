import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Handler } from "../create-handler.ts";

/** Answers a request of Node's own server by a Fetch handler. The globals stay as they are: others use them too. */
export function makeNodeListener(
  fetch: Handler["fetch"],
): (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<unknown> {
  return getRequestListener(fetch, {
    overrideGlobalObjects: false,
    // What cannot be made a Request: a path with a backslash, a Host that is none.
    errorHandler: () => badRequest(),
  });
}

const badRequest = (): Response =>
  Response.json(
    { error: { code: "REQUEST_INVALID", message: "The address or its host is not one." } },
    { status: 400, headers: { "cache-control": "no-store", "x-content-type-options": "nosniff" } },
  );
