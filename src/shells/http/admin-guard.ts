import type { MiddlewareHandler } from "hono";
import type { Site } from "./site.ts";

export const guardPage =
  (_site: Site): MiddlewareHandler =>
  (_c, next) =>
    next();
