// In an Express 5 application, below /internal: /internal/health/database and all the others.
import express from "express";
import { createHandler, toNodeListener } from "migrate-action/http";

// DATABASE_URL and INTERNAL_ADMIN_TOKEN come from the environment. No basePath: Express takes /internal off itself.
const handler = createHandler();
const app = express();

// Before express.json() and whatever else reads bodies.
app.use("/internal", toNodeListener(handler));

app.use(express.json());
app.get("/", (_request, response) => {
  response.send("the application");
});

const server = app.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => {
  console.log(`Listening on http://127.0.0.1:${server.address().port}`);
});

process.once("SIGTERM", async () => {
  server.close();
  // Cancels a migration under way, records that, and ends the connections to the database.
  await handler.close();
});
