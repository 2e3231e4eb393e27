// With nothing but Node's own server: /health/database and all the others.
import { createServer } from "node:http";
import { createHandler, toNodeListener } from "migrate-action/http";

// DATABASE_URL and INTERNAL_ADMIN_TOKEN come from the environment.
const handler = createHandler({ inputs: { "migrations-path": "migrations", "health-timeout": "1s" } });

const server = createServer(toNodeListener(handler));
server.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => {
  console.log(`Listening on http://127.0.0.1:${server.address().port}`);
});

process.once("SIGTERM", async () => {
  server.close();
  // Cancels a migration under way, records that, and ends the connections to the database.
  await handler.close();
});
