import { Hono } from "hono";
import { healthRoutes } from "./health-routes.ts";
import { metricsRoutes } from "./metrics-routes.ts";
import { migrationsRoutes } from "./migrations-routes.ts";
import { makeObserver } from "./observer.ts";
import { openapiRoutes } from "./openapi-routes.ts";
import { pageRoutes } from "./page-routes.ts";
import type { Setup } from "./setup.ts";
import type { Site } from "./site.ts";
import { makeWrongTokens } from "./wrong-tokens.ts";

/** The routes, open until `close` is called. */
export interface App {
  readonly fetch: (request: Request, bindings?: object) => Response | Promise<Response>;
  readonly close: () => Promise<void>;
}

export function makeApp(setup: Setup): App {
  const closing = new AbortController();
  const observer = makeObserver(setup, closing.signal);
  const site: Site = { setup, observer, wrongTokens: makeWrongTokens(), closed: closing.signal };
  const app = new Hono();
  for (const routes of [healthRoutes, metricsRoutes, migrationsRoutes, openapiRoutes, pageRoutes])
    app.route(setup.basePath || "/", routes(site));
  return {
    fetch: (request, bindings) => app.fetch(request, bindings),
    close: async () => {
      closing.abort(new Error("The handler was closed."));
      observer.close();
    },
  };
}
