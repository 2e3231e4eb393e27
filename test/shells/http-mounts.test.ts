import { readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import express from "express";
import { expect, onTestFinished, test, vi } from "vitest";
import { createHandler, type Handler, type HandlerOptions } from "../../src/shells/http/create-handler.ts";
import { toNodeListener } from "../../src/shells/http/serve/to-node-listener.ts";
import { parseBlocks, readPage } from "../docs/pages.ts";
import { plainEnvironment, ROOT } from "../support/built.ts";
import { isAsleep } from "../support/is-asleep.ts";
import { becomesTrue } from "../support/processes.ts";
import { relationsOf } from "../support/runs.ts";
import { bearer, json, TOKEN } from "../support/serve.ts";
import { describeOnNewest, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { type Spawned, spawnProgram } from "../support/spawned.ts";
import { makeMigrations } from "../support/temporary.ts";

const FILES = { "migrations/1_a.sql": "CREATE TABLE a (id int);" };

/** An example of examples/http, or a driver of one, in a directory that has `migrations`. */
function startExample(path: string, database: TestDatabase, args: readonly string[] = []): Spawned {
  const env = { ...plainEnvironment(), DATABASE_URL: database.url, INTERNAL_ADMIN_TOKEN: TOKEN, PORT: "0" };
  return spawnProgram(path, args, { env, cwd: makeMigrations(FILES) });
}

/** The URL that an example says it listens on. */
async function urlOf({ child, says }: Spawned): Promise<string> {
  let heard = "";
  child.stdout?.on("data", (chunk) => {
    heard += chunk;
  });
  await says("Listening on http://");
  return /http:\/\/\S+/.exec(heard)?.[0] ?? "";
}

/** Migrates through a mounted handler, as one who looks before and after. */
async function goThrough(at: string): Promise<void> {
  const health = async () => (await fetch(`${at}/health/database`)).status;
  expect(await health()).toBe(503);
  const post = { method: "POST", headers: json(), body: '{"dryRun":false}' };
  const run = await fetch(`${at}/api/migrations`, post);
  expect(await run.json()).toMatchObject({ result: "applied" });
  expect(await health()).toBe(200);
  expect((await fetch(`${at}/openapi.json`)).status).toBe(200);
  expect((await fetch(`${at}/nothing`)).status).toBe(404);
}

describeOnNewest("the examples of docs/http.md", (server) => {
  test("Next.js: a route handler answers below its base path, called as Next calls it", async () => {
    const database = await freshDatabase(server);
    const driver = makeMigrations({
      "driver.mjs": `const { GET, POST } = await import(process.argv[2]);
        // As NextRequest: a Request with more to it, and the route's parameters beside it.
        class NextRequest extends Request { get nextUrl() { return new URL(this.url); } }
        const context = { params: Promise.resolve({ path: ["health", "database"] }) };
        const ask = async (method, path, init = {}) => {
          const request = new NextRequest("https://shop.example" + path, { method, ...init });
          const response = await (method === "POST" ? POST : GET)(request, context);
          return [response instanceof Response, response.status, await response.text()];
        };
        const post = { headers: ${JSON.stringify(json())}, body: '{"dryRun":false}' };
        console.log(JSON.stringify([
          await ask("GET", "/api/database/health/database"),
          await ask("POST", "/api/database/api/migrations", post),
          await ask("GET", "/api/database/health/database"),
          await ask("GET", "/health/database"),
        ]));
        await GET.close();`,
    });
    const route = pathToFileURL(join(ROOT, "examples/http/next-route.ts")).href;
    const { stdout, stderr, code } = await startExample(join(driver, "driver.mjs"), database, [route]).ended;
    expect(code, stderr).toBe(0);
    const answers = JSON.parse(stdout) as [boolean, number, string][];
    expect(answers.map(([isResponse, status]) => [isResponse, status])).toEqual([
      [true, 503],
      [true, 200],
      [true, 200],
      [true, 404],
    ]);
    expect(JSON.parse(answers[2]?.[2] ?? "")).toEqual({
      ...{ status: "healthy", database: "connected" },
      migrations: { applied: ["1"], latest: "1", pending: [] },
    });
  });

  test("Express: below /internal, and the application beside it goes on as before", async () => {
    const database = await freshDatabase(server);
    const started = startExample(join(ROOT, "examples/http/express.js"), database);
    const url = await urlOf(started);
    await goThrough(`${url}/internal`);
    expect(await (await fetch(url)).text()).toBe("the application");
    expect((await fetch(`${url}/health/database`)).status).toBe(404);
    const page = await fetch(`${url}/internal`, { headers: bearer() });
    expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=UTF-8"]);
    started.child.kill("SIGTERM");
    expect((await started.ended).code).toBe(0);
  });

  test("plain node: at the root, and it ends by itself when it is told to", async () => {
    const database = await freshDatabase(server);
    const started = startExample(join(ROOT, "examples/http/node.js"), database);
    await goThrough(await urlOf(started));
    started.child.kill("SIGTERM");
    expect((await started.ended).code).toBe(0);
  });
});

describeOnNewest("a handler", (server) => {
  const handlerFor = (database: TestDatabase, options: HandlerOptions = {}): Handler => {
    const handler = createHandler({
      inputs: { "migrations-path": join(makeMigrations(FILES), "migrations"), "shadow-url": server.url },
      environment: { DATABASE_URL: database.url, INTERNAL_ADMIN_TOKEN: TOKEN },
      ...options,
    });
    onTestFinished(handler.close);
    return handler;
  };

  const listen = async (listener: RequestListener): Promise<string> => {
    const http = createServer(listener);
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      http.closeAllConnections();
      http.close();
    });
    return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  };

  test("of two in a process each has its own database, base path and runs", async () => {
    const [one, two] = [await freshDatabase(server), await freshDatabase(server)];
    const first = handlerFor(one, { basePath: "/one/" });
    const second = handlerFor(two, { basePath: "/two" });
    const post = { method: "POST", headers: json(), body: '{"dryRun":false}' };
    const answers = await Promise.all([
      first(new Request("http://x/one/api/migrations", post)),
      second(new Request("http://x/two/api/migrations", { ...post, body: "{}" })),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect([await relationsOf(one), await relationsOf(two)].map((names) => names.includes("a"))).toEqual([
      true,
      false,
    ]);
    for (const path of ["/two/health/database", "/health/database", "/one/../health/database"])
      expect((await first(new Request(`http://x${path}`))).status).toBe(404);
    await first.close();
    expect((await second(new Request("http://x/two/health/database"))).status).toBe(503);
  });

  test("behind something that has read the body already answers so, and waits for nothing", async () => {
    const database = await freshDatabase(server);
    const app = express();
    app.use(express.json());
    app.use(toNodeListener(handlerFor(database)));
    const url = await listen(app);
    const post = { method: "POST", headers: json(), body: '{"dryRun":false}' };
    const response = await fetch(`${url}/api/migrations`, post);
    expect(response.status).toBe(400);
    expect(await relationsOf(database)).toEqual([]);
  });

  test("counts wrong tokens by the address of the socket, whatever a header says of it", async () => {
    const url = await listen(toNodeListener(handlerFor(await freshDatabase(server))));
    const wrong = (turn: number) => ({ authorization: "Bearer no", "x-forwarded-for": `192.0.2.${turn}` });
    for (let turn = 0; turn < 10; turn += 1)
      expect((await fetch(`${url}/api/migrations`, { headers: wrong(turn) })).status).toBe(401);
    expect((await fetch(`${url}/api/migrations`, { headers: wrong(99) })).status).toBe(429);
  });

  test.each([
    ["keeps them", () => {}],
    ["throws", () => expect.fail("of whoever logs")],
    ["rejects", () => Promise.reject(new Error("of whoever logs"))],
  ])("tells of its runs where it is told to, and goes on where that %s", async (_what, end) => {
    const database = await freshDatabase(server);
    const told: string[] = [];
    const log = (text: string) => {
      told.push(text);
      return end();
    };
    const handler = handlerFor(database, { log });
    const post = { method: "POST", headers: json(), body: '{"dryRun":false}' };
    const written = vi.spyOn(process.stderr, "write");
    onTestFinished(() => written.mockRestore());
    expect((await handler(new Request("http://x/api/migrations", post))).status).toBe(200);
    expect(told).toEqual([
      expect.stringMatching(/^API: up for .* begins\.$/),
      expect.stringMatching(/^API: up for .*: applied in .* \(exit code 0\)\.$/),
    ]);
    expect(written.mock.calls.filter(([text]) => String(text).includes("API:"))).toEqual([]);
    expect(await relationsOf(database)).toContain("a");
  });

  test("leaves the globals of the process it is mounted in as they are", async () => {
    const [before, beforeToo] = [globalThis.Request, globalThis.Response];
    const url = await listen(toNodeListener(handlerFor(await freshDatabase(server))));
    await fetch(`${url}/health/database`);
    expect([globalThis.Request, globalThis.Response]).toEqual([before, beforeToo]);
  });

  test("that is closed in the middle of a run has cancelled and recorded it by then", async () => {
    const database = await freshDatabase(server);
    // As the rehearsal's copy has no rows, only the target sleeps.
    await database.query("CREATE TABLE seen AS SELECT 1 AS id");
    const migrations = makeMigrations({ "1_a.sql": "SELECT pg_sleep(60 * count(*)) FROM seen;" });
    const handler = handlerFor(database, {
      inputs: { "migrations-path": migrations, rehearsal: "shadow", "shadow-url": server.url },
    });
    const post = { method: "POST", headers: json(), body: '{"dryRun":false}' };
    const run = handler(new Request("http://x/api/migrations", post));
    expect(await becomesTrue(() => isAsleep(database), 30_000)).toBe(true);
    await handler.close();
    expect(await isAsleep(database)).toBe(false);
    const response = await run;
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      result: "cancelled",
      migrations: [{ version: "1", state: "rolled-back" }],
    });
    const again = await handler(new Request("http://x/api/migrations", post));
    expect(await again.json()).toMatchObject({ error: { code: "CLOSING" } });
  });
});

test.each(["next-route.ts", "express.js", "node.js"])(
  "docs/http.md shows examples/http/%s as it is",
  (name) => {
    const example = readFileSync(join(ROOT, "examples/http", name), "utf8").trimEnd();
    const blocks = parseBlocks(readPage("docs/http.md")).map(({ code }) => code);
    expect(blocks).toContain(example);
  },
);
