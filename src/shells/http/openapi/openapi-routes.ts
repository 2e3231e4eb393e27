import { Hono } from "hono";
import type { Site } from "../site.ts";
import { makeOpenapi } from "./openapi-document.ts";

/** `GET /openapi.json`: what is served here, for programs that ask. */
export function openapiRoutes({ setup }: Site): Hono {
  const document = makeOpenapi(setup.basePath);
  return new Hono().get("/openapi.json", (c) => c.json(document));
}
