// app/api/database/[[...path]]/route.ts of a Next.js application: /api/database/health/database and all the others.
// In next.config: serverExternalPackages: ["migrate-action"], so that it is loaded from node_modules as it is.
import { createHandler } from "migrate-action/http";

// DATABASE_URL and INTERNAL_ADMIN_TOKEN come from the environment; Next leaves the whole path in the request's URL.
const handler = createHandler({ basePath: "/api/database" });

export const runtime = "nodejs";
export const dynamic = "force-dynamic";
export const GET = handler;
export const POST = handler;
