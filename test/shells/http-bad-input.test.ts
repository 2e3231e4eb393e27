import { connect as connectTo, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { becomesTrue } from "../support/processes.ts";
import { relationsOf } from "../support/runs.ts";
import { bearer, json, type Served, sendRaw, serve, TOKEN } from "../support/serve.ts";
import { describeOnNewest, freshDatabase, type TestServer } from "../support/servers.ts";
import { makeMigrations } from "../support/temporary.ts";

const served = async (server: TestServer, flags: readonly string[] = []): Promise<Served> => {
  const database = await freshDatabase(server);
  const up = await serve(server, database, makeMigrations({ "1_a.sql": "CREATE TABLE a (id int);" }), {
    flags,
  });
  return up;
};

/** The status and the error's code of an answer. */
const told = async (response: Response): Promise<string> => {
  const body = (await response.json()) as { error?: { code: string } };
  return `${response.status} ${body.error?.code ?? ""}`.trim();
};

describeOnNewest("a body that is not asked for", (server) => {
  const deep = `${"[".repeat(30_000)}${"]".repeat(30_000)}`;
  const big = JSON.stringify({ target: "x".repeat(70_000) });
  const cases: readonly [
    what: string,
    body: string | Uint8Array<ArrayBuffer>,
    answer: string,
    headers?: object,
  ][] = [
    ["nothing", "", "400 BODY_INVALID"],
    ["no JSON", "{dryRun:false}", "400 BODY_INVALID"],
    ["half of it", '{"dryRun":fal', "400 BODY_INVALID"],
    ["a list", "[]", "400 BODY_INVALID"],
    ["null", "null", "400 BODY_INVALID"],
    ["a text", '"dryRun"', "400 BODY_INVALID"],
    ["an unknown field", '{"dryrun":false}', "400 BODY_INVALID"],
    ["an input that is no field", '{"database-url":"postgres://x"}', "400 BODY_INVALID"],
    ["a field of all objects", '{"__proto__":{"dryRun":false}}', "400 BODY_INVALID"],
    ["constructor", '{"constructor":{}}', "400 BODY_INVALID"],
    ["dryRun as text", '{"dryRun":"false"}', "400 BODY_INVALID"],
    ["dryRun as number", '{"dryRun":0}', "400 BODY_INVALID"],
    ["dryRun as null", '{"dryRun":null}', "400 BODY_INVALID"],
    ["no steps", '{"steps":0}', "400 BODY_INVALID"],
    ["half a step", '{"steps":1.5}', "400 BODY_INVALID"],
    ["steps beyond all numbers", '{"steps":1e400}', "400 BODY_INVALID"],
    ["a blank target, which would be none", '{"target":"  ","dryRun":false}', "400 BODY_INVALID"],
    ["an empty expectedPlan, which would be none", '{"expectedPlan":"","dryRun":false}', "400 BODY_INVALID"],
    ["an actor with a line end", '{"actor":"a\\nb"}', "400 BODY_INVALID"],
    ["an actor of many words", JSON.stringify({ actor: "a".repeat(81) }), "400 BODY_INVALID"],
    ["lists in lists", deep, "400 BODY_INVALID"],
    ["bytes that are no UTF-8", new Uint8Array([0x22, 0xff, 0x22]), "400 BODY_INVALID"],
    ["more than 64 kB", big, "413 BODY_TOO_LARGE"],
    [
      "a form",
      "dryRun=false",
      "415 MEDIA_TYPE_UNSUPPORTED",
      { "content-type": "application/x-www-form-urlencoded" },
    ],
    ["plain text", "{}", "415 MEDIA_TYPE_UNSUPPORTED", { "content-type": "text/plain" }],
    [
      "another charset",
      "{}",
      "415 MEDIA_TYPE_UNSUPPORTED",
      { "content-type": "application/json; charset=utf-16" },
    ],
    ["something packed", "{}", "415 MEDIA_TYPE_UNSUPPORTED", { "content-encoding": "gzip" }],
  ];

  test("is answered with what is wrong, and begins nothing", async () => {
    const { post, ask } = await served(server);
    const answers: Record<string, string> = {};
    for (const [what, body, , headers = {}] of cases)
      answers[what] = await told(await post({}, { body, headers: { ...json(), ...headers } }));
    expect(answers).toEqual(Object.fromEntries(cases.map(([what, , answer]) => [what, answer])));
    expect(await (await ask("/api/migrations")).json()).toMatchObject({ lastRun: null });
  });

  test("repeats nothing of it", async () => {
    const { post } = await served(server);
    const response = await post({}, { body: '{"<script>alert(1)</script>":1}' });
    expect(await response.text()).not.toContain("script");
  });

  test("goes into the inputs' own check where only that knows: a refusal as a report", async () => {
    const { post } = await served(server);
    for (const body of [{ expectedPlan: "sha256:short" }, { target: "a\u0000b" }, { target: "\ud800" }]) {
      const response = await post({ ...body, dryRun: false });
      expect(response.status).toBe(422);
      expect(await response.json()).toMatchObject({ result: "refused" });
    }
  });

  test("of 10 MB is not read, in one piece or in many", async () => {
    const { port, ask } = await served(server);
    const head = `POST /api/migrations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Type: application/json\r\n`;
    const whole = `${head}Content-Length: 10000000\r\n\r\n${"x".repeat(10_000_000)}`;
    expect(await sendRaw(port, whole)).toMatch(/^HTTP\/1\.1 413 |^$/);
    const chunk = `10000\r\n${"x".repeat(65_536)}\r\n`;
    const pieces = `${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(150)}0\r\n\r\n`;
    expect(await sendRaw(port, pieces)).toMatch(/^HTTP\/1\.1 413 |^$/);
    expect((await ask("/health/database")).status).toBe(503);
  });
});

describeOnNewest("a path or method that is not there", (server) => {
  test("is 404 or 405 with what there is, as JSON, and never a file or a fault", async () => {
    const { ask } = await served(server);
    const found: Record<string, string> = {};
    const paths = [
      ...["/nothing", "/health", "/health/database/", "//health/database", "/health//database"],
      ...["/Health/Database", "/health%2fdatabase", "/health/database%00", "/health/database;x=1"],
      ...["/etc/passwd", "/..%2f..%2fetc%2fpasswd", "/%2e%2e%2f%2e%2e%2fetc/passwd", "/package.json"],
      ...["/%", "/%zz", "/%c0%ae", "/\u00fc", `/${"x".repeat(8_000)}`, "/__proto__", "/constructor"],
    ];
    for (const path of paths) found[path] = await told(await ask(path));
    expect(found).toEqual(Object.fromEntries(paths.map((path) => [path, "404 NOT_FOUND"])));
    for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
      const response = await ask("/health/database", { method });
      expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    }
    for (const method of ["PUT", "OPTIONS"]) {
      const response = await ask("/api/migrations", { method });
      expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
      expect(response.headers.get("access-control-allow-origin")).toBeNull();
    }
  });

  test("is answered with the headers that keep a browser from making something of it", async () => {
    const { ask } = await served(server);
    const wrong = { authorization: "Bearer wrong" };
    for (const response of [
      await ask("/nothing"),
      await ask("/health/database"),
      await ask("/api/migrations"),
      await ask("/api/migrations", { headers: wrong }),
      await ask("/openapi.json"),
    ]) {
      expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(response.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
      expect(response.headers.get("referrer-policy")).toBe("no-referrer");
      expect(response.headers.get("cache-control")).toContain("no-store");
      expect(response.headers.get("x-powered-by") ?? response.headers.get("server")).toBeNull();
    }
  });

  test("HEAD is answered as GET is, without a body", async () => {
    const { ask } = await served(server);
    for (const path of ["/health/database", "/api/migrations", "/nothing"]) {
      const head = await ask(path, { method: "HEAD" });
      expect([head.status, await head.text()]).toEqual([(await ask(path)).status, ""]);
    }
  });
});

describeOnNewest("what is no HTTP", (server) => {
  const GET = "GET /health/database HTTP/1.1\r\n";
  const POST = `POST /api/migrations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Type: application/json\r\n`;
  const cases: readonly [what: string, bytes: string, answer: RegExp][] = [
    ["noise", "\u0000\u0001\u0002\r\n\r\n", /^HTTP\/1\.1 400 /],
    ["a TLS hello", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\r\n\r\n", /^HTTP\/1\.1 400 /],
    ["no Host", `${GET}\r\n`, /^HTTP\/1\.1 400 /],
    ["two Hosts", `${GET}Host: a\r\nHost: b\r\n\r\n`, /^HTTP\/1\.1 (400|503) /],
    ["a Host that is none", `${GET}Host: a b/c\r\n\r\n`, /^HTTP\/1\.1 400 /],
    ["a backslash", "GET /..\\..\\etc HTTP/1.1\r\nHost: x\r\n\r\n", /^HTTP\/1\.1 400 /],
    ["a path without a slash", "GET etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", /^HTTP\/1\.1 400 /],
    ["dots", "GET /a/../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", /^HTTP\/1\.1 404 /],
    ["a proxy's request", "GET http://other/etc HTTP/1.1\r\nHost: x\r\n\r\n", /^HTTP\/1\.1 404 /],
    ["CONNECT", "CONNECT db:5432 HTTP/1.1\r\nHost: db:5432\r\n\r\n", /^(HTTP\/1\.1 4\d\d |$)/],
    ["TRACE", "TRACE /health/database HTTP/1.1\r\nHost: x\r\n\r\n", /^HTTP\/1\.1 40[045] /],
    ["a method nobody knows", "EVIL /health/database HTTP/1.1\r\nHost: x\r\n\r\n", /^HTTP\/1\.1 400 /],
    ["an upgrade", `${GET}Host: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`, /^HTTP\/1\.1 503 /],
    ["a header with a bare line end", `${GET}Host: x\r\nX: a\rb\r\n\r\n`, /^HTTP\/1\.1 400 /],
    ["a header with a NUL", `${GET}Host: x\r\nX: a\u0000b\r\n\r\n`, /^HTTP\/1\.1 400 /],
    ["a blank before the colon", `${GET}Host : x\r\n\r\n`, /^HTTP\/1\.1 400 /],
    ["two lengths", `${POST}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, /^HTTP\/1\.1 400 /],
    [
      "a length and chunks",
      `${POST}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      /^HTTP\/1\.1 400 /,
    ],
    ["a length below nothing", `${POST}Content-Length: -1\r\n\r\n{}`, /^HTTP\/1\.1 400 /],
    ["chunks that are none", `${POST}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n`, /^HTTP\/1\.1 400 /],
    ["headers without end", `${GET}Host: x\r\n${"X-A: b\r\n".repeat(5_000)}`, /^HTTP\/1\.1 431 /],
    ["a path without end", `GET /${"x".repeat(40_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, /^HTTP\/1\.1 431 /],
    [
      "two Authorizations",
      `GET /api/migrations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${TOKEN}\r\nAuthorization: Bearer ${TOKEN}\r\n\r\n`,
      /^HTTP\/1\.1 401 /,
    ],
  ];

  test("is answered with 4xx or ended, each of it, and the server stays", async () => {
    const { port, child } = await served(server, ["--health-timeout=1s"]);
    const wrong: string[] = [];
    for (const [what, bytes, answer] of cases) {
      // Ended by itself where the server keeps it open for more.
      const heard = await sendRaw(port, Buffer.from(bytes, "latin1"), 1_500);
      if (!answer.test(heard)) wrong.push(`${what}: ${JSON.stringify(heard.slice(0, 60))}`);
    }
    expect(wrong).toEqual([]);
    expect(child.exitCode).toBeNull();
  });

  test("does not become a header: a line end in what is asked comes back nowhere", async () => {
    const { port } = await served(server);
    const heard = await sendRaw(
      port,
      "GET /x%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    );
    expect(heard).toMatch(/^HTTP\/1\.1 404 /);
    expect(heard.toLowerCase()).not.toContain("set-cookie");
  });
});

describeOnNewest("clients that are slow", (server) => {
  test("three hundred that never end their headers keep nobody else out, and are ended", async () => {
    const { port, ask } = await served(server);
    const sockets: Socket[] = [];
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
    });
    let ended = 0;
    for (let turn = 0; turn < 300; turn += 1) {
      const socket = connectTo(port, "127.0.0.1");
      socket.on("error", () => undefined).on("close", () => (ended += 1));
      socket.write("GET /health/database HTTP/1.1\r\nHost: x\r\nX-A: b");
      socket.resume();
      sockets.push(socket);
    }
    for (let turn = 0; turn < 5; turn += 1) expect((await ask("/health/database")).status).toBe(503);
    await becomesTrue(async () => ended === 300, 30_000);
  });

  test("one who sends half a body and goes has begun nothing, and nothing is said of it", async () => {
    const { port, ask, child, run } = await served(server);
    const socket = connectTo(port, "127.0.0.1");
    socket.write(
      `POST /api/migrations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n{"dryRun":`,
      () => setTimeout(() => socket.destroy(), 100),
    );
    await new Promise((resolve) => socket.once("close", resolve));
    expect(await (await ask("/api/migrations")).json()).toMatchObject({ running: null, lastRun: null });
    child.kill("SIGTERM");
    expect((await run).stderr).not.toMatch(/fault|Error|aborted/i);
  });

  test("ten wrong tokens, and from that address even the right one waits, at the page as at the API", async () => {
    const { ask } = await served(server);
    for (let turn = 0; turn < 10; turn += 1) {
      const headers = { authorization: `Bearer wrong-${turn}` };
      expect((await ask("/api/migrations", { headers })).status).toBe(401);
    }
    const right = await ask("/api/migrations", { headers: bearer() });
    expect(await told(right)).toBe("429 TOO_MANY_WRONG_TOKENS");
    expect(Number(right.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await ask("/health/database", { headers: {} })).status).toBe(503);
  });
});

describeOnNewest("a dry run over HTTP", (server) => {
  test("leaves nothing in the target", async () => {
    const database = await freshDatabase(server);
    const { post } = await serve(server, database, makeMigrations({ "1_a.sql": "CREATE TABLE a (id int);" }));
    expect((await post({ dryRun: true })).status).toBe(200);
    expect(await relationsOf(database)).toEqual([]);
  });
});
