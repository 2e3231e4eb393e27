import { Hono } from "hono";
import type { Site } from "./site.ts";

export function metricsRoutes(_site: Site): Hono {
  return new Hono();
}
