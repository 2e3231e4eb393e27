import { Hono } from "hono";
import { makeDeepHealth } from "../../report/health/make-deep-health.ts";
import { makeHealth } from "../../report/health/make-health.ts";
import { guardPage } from "./guard/admin-guard.ts";
import type { Site } from "./site.ts";

/** `GET /health/database`, with `?deep` the whole comparison; and `GET /health/live`, for who asks of the process alone. */
export function healthRoutes(site: Site): Hono {
  const { observer } = site;
  const guard = guardPage(site);
  return new Hono()
    .get("/health/live", (c) => c.body(null, 204))
    .use("/health/database", (c, next) => (isDeep(c.req.url) ? guard(c, next) : next()))
    .get("/health/database", async (c) => {
      const [sight, comparison] = await Promise.all([
        observer.stand(),
        isDeep(c.req.url) ? observer.compare() : null,
      ]);
      const shallow = makeHealth(sight);
      const health = comparison === null ? shallow : makeDeepHealth(shallow, comparison);
      return c.json(health, health.status === "healthy" ? 200 : 503);
    });
}

/** `?deep`, with or without a value. */
const isDeep = (url: string): boolean => new URL(url).searchParams.has("deep");
