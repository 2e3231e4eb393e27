import { Hono } from "hono";
import { makeMetrics } from "../../report/health/make-metrics.ts";
import { TOOL } from "../../tool.ts";
import { renderMetrics } from "./render-metrics.ts";
import type { Site } from "./site.ts";

/** `GET /metrics`, as Prometheus reads it: 200 whatever there is to tell. */
export function metricsRoutes({ observer }: Site): Hono {
  return new Hono().get("/metrics", async (c) => {
    const metrics = makeMetrics(await observer.stand());
    c.header("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    return c.body(await renderMetrics(metrics, TOOL));
  });
}
