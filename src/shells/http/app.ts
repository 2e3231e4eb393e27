import { setTimeout as delay } from "node:timers/promises";
import { type Context, Hono } from "hono";
import { renderFault } from "../render-fault.ts";
import { answerError, answerNotFound } from "./answer-error.ts";
import { makeWrongTokens } from "./guard/wrong-tokens.ts";
import { healthRoutes } from "./health-routes.ts";
import { metricsRoutes } from "./metrics-routes.ts";
import { makeObserver } from "./observer/observer.ts";
import { openapiRoutes } from "./openapi/openapi-routes.ts";
import { pageRoutes } from "./page-routes.ts";
import { migrationsRoutes } from "./runs/migrations-routes.ts";
import { makeRunDesk } from "./runs/run-desk.ts";
import { secureHeaders } from "./secure-headers.ts";
import type { Setup } from "./setup.ts";
import type { Site } from "./site.ts";

/** The routes, open until `close` is called. */
export interface App {
  readonly fetch: (request: Request, bindings?: object) => Promise<Response>;
  readonly close: () => Promise<void>;
}

/** So long may answers take that are being made when it is closed; a run that is cancelled has its own time before. */
const GRACE_MS = 3_000;

export function makeApp(setup: Setup): App {
  const [closing, leaving] = [new AbortController(), new AbortController()];
  const site: Site = {
    setup,
    observer: makeObserver(setup, leaving.signal),
    desk: makeRunDesk(setup, closing.signal),
    wrongTokens: makeWrongTokens(),
    tellFault: (error) => setup.print(renderFault(error, setup.redact), "fault"),
    closed: closing.signal,
  };
  const app = makeRouter(site);
  const answering = new Set<Promise<Response>>();
  const fetch = async (request: Request, bindings?: object): Promise<Response> => {
    const answer = Promise.resolve(app.fetch(request, bindings));
    answering.add(answer);
    return await answer.finally(() => answering.delete(answer));
  };
  const close = async () => {
    closing.abort(new Error("The server is ending."));
    await site.desk.idle();
    await Promise.race([Promise.allSettled(answering), delay(GRACE_MS, undefined, { ref: false })]);
    leaving.abort(new Error("The server is ending."));
    site.observer.close();
  };
  return { fetch, close };
}

function makeRouter(site: Site): Hono {
  const app = new Hono();
  app.use(secureHeaders);
  for (const routes of [healthRoutes, metricsRoutes, migrationsRoutes, openapiRoutes, pageRoutes])
    app.route(site.setup.basePath || "/", routes(site));
  const methodsAt = new Map<string, Set<string>>();
  for (const { path, method } of app.routes) {
    if (method === "ALL") continue;
    const methods = methodsAt.get(path) ?? new Set();
    methodsAt.set(path, methods.add(method));
    if (method === "GET") methods.add("HEAD");
  }
  app.notFound((c) => answerUnknown(c, methodsAt.get(c.req.path)));
  app.onError((error, c) => {
    site.tellFault(error);
    return answerError(c, { status: 500, code: "FAULT", message: "A fault of this program." });
  });
  return app;
}

/** Source: RFC 9110, 15.5.6: what is allowed must be said. */
function answerUnknown(c: Context, methods: ReadonlySet<string> | undefined): Response {
  if (methods === undefined) return answerNotFound(c);
  const allow = [...methods].join(", ");
  const message = `Of this there is only: ${allow}.`;
  return answerError(c, { status: 405, code: "METHOD_NOT_ALLOWED", message, headers: { allow } });
}
