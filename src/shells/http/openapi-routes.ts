import { Hono } from "hono";
import { makeOpenapi } from "./openapi-document.ts";
import type { Site } from "./site.ts";

/** `GET /openapi.json`: what is served here, for programs that ask. */
export function openapiRoutes({ setup }: Site): Hono {
  const document = makeOpenapi(setup.basePath);
  return new Hono().get("/openapi.json", (c) => c.json(document));
}
