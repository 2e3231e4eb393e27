import { Hono } from "hono";
import { makeHealth } from "../../report/health/make-health.ts";
import type { Site } from "./site.ts";

/** `GET /health/database`. */
export function healthRoutes({ observer }: Site): Hono {
  return new Hono().get("/health/database", async (c) => {
    const health = makeHealth(await observer.stand());
    return c.json(health, health.status === "healthy" ? 200 : 503);
  });
}
