import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import { guardApi, guardPage } from "../../../../../src/shells/http/guard/admin-guard.ts";
import { makeWrongTokens } from "../../../../../src/shells/http/guard/wrong-tokens.ts";
import { makeRunDesk } from "../../../../../src/shells/http/runs/run-desk.ts";
import { makeSetup } from "../../../../../src/shells/http/setup.ts";
import type { Site } from "../../../../../src/shells/http/site.ts";

const TOKEN = "a-token-of-some-length";

/** A site of which only what the guards look at is there. */
function siteOf(environment: Record<string, string>): Site {
  const setup = makeSetup(
    { values: new Map(), environment: { DATABASE_URL: "postgres://u@localhost/shop", ...environment } },
    "",
    () => {},
  );
  const asked = async () => {
    throw new Error("The guard asks nobody.");
  };
  const observer = { stand: asked, history: asked, preview: asked, compare: asked, close: () => {} };
  const closed = new AbortController().signal;
  const desk = makeRunDesk(setup, closed);
  return { setup, observer, desk, wrongTokens: makeWrongTokens(), tellFault: () => {}, closed };
}

/** What a GET with these headers is answered behind both guards. */
function behindGuards(environment: Record<string, string>) {
  const site = siteOf(environment);
  const app = new Hono();
  app.use("/api", guardApi(site)).use("/page", guardPage(site));
  for (const path of ["/api", "/page"]) app.get(path, (c) => c.text("in"));
  return async (path: string, authorization: string | null, address?: string) => {
    const headers = authorization === null ? {} : { authorization };
    const response = await app.fetch(new Request(`http://x${path}`, { headers }), {
      incoming: { socket: { remoteAddress: address } },
    });
    return { status: response.status, headers: response.headers, body: await response.text() };
  };
}

const basic = (pair: string): string => `Basic ${Buffer.from(pair, "utf8").toString("base64")}`;

describe("with a token", () => {
  const cases: readonly [what: string, header: string | null, api: number, page: number][] = [
    ["no header", null, 401, 401],
    ["the token", `Bearer ${TOKEN}`, 200, 200],
    ["the token, the scheme in other letters", `bEARER ${TOKEN}`, 200, 200],
    ["the token behind more blanks", `Bearer    ${TOKEN}  `, 200, 200],
    ["the token as password of anybody", basic(`anybody:${TOKEN}`), 401, 200],
    ["the token as password of nobody", basic(`:${TOKEN}`), 401, 200],
    ["the token as user", basic(`${TOKEN}:`), 401, 401],
    ["the token alone in Basic", basic(TOKEN), 401, 401],
    ["Basic that is no base64", "Basic §§§§", 401, 401],
    ["another token", "Bearer another", 401, 401],
    ["the token with more behind it", `Bearer ${TOKEN}x`, 401, 401],
    ["the token's beginning", `Bearer ${TOKEN.slice(0, -1)}`, 401, 401],
    ["an empty header", "", 401, 401],
    ["the scheme alone", "Bearer", 401, 401],
    ["the scheme and a blank", "Bearer ", 401, 401],
    ["the token alone", TOKEN, 401, 401],
    ["the token twice, as two headers are joined", `Bearer ${TOKEN}, Bearer ${TOKEN}`, 401, 401],
    ["a token of a megabyte", `Bearer ${"x".repeat(1_000_000)}`, 401, 401],
    ["letters beyond ASCII", "Bearer \u00fc\u00ff", 401, 401],
  ];
  test.each(cases)("%s", async (_what, header, api, page) => {
    const ask = behindGuards({ INTERNAL_ADMIN_TOKEN: TOKEN });
    expect((await ask("/api", header)).status).toBe(api);
    expect((await ask("/page", header)).status).toBe(page);
  });

  test("each is told how to come in, and nothing of it is kept on the way", async () => {
    const ask = behindGuards({ INTERNAL_ADMIN_TOKEN: TOKEN });
    const told = async (path: string, header: string | null) => (await ask(path, header)).headers;
    expect((await told("/api", null)).get("www-authenticate")).toBe('Bearer realm="migrate-action"');
    expect((await told("/api", "Bearer no")).get("www-authenticate")).toBe(
      'Bearer realm="migrate-action", error="invalid_token"',
    );
    for (const header of [null, basic("a:b")])
      expect((await told("/page", header)).get("www-authenticate")).toBe(
        'Basic realm="migrate-action", charset="UTF-8"',
      );
    expect((await told("/page", `Bearer ${TOKEN}`)).get("cache-control")).toBe("no-store");
  });

  test("a token beyond ASCII is known by its UTF-8 bytes, in both schemes", async () => {
    const ask = behindGuards({ INTERNAL_ADMIN_TOKEN: "schlüssel-für-alle" });
    const asSent = Buffer.from("schlüssel-für-alle", "utf8").toString("latin1");
    expect((await ask("/api", `Bearer ${asSent}`)).status).toBe(200);
    expect((await ask("/page", basic("a:schlüssel-für-alle"))).status).toBe(200);
  });

  test("ten wrong ones at either, and even the right one waits, but only from there", async () => {
    const ask = behindGuards({ INTERNAL_ADMIN_TOKEN: TOKEN });
    for (let turn = 0; turn < 5; turn += 1) {
      expect((await ask("/api", "Bearer no", "192.0.2.1")).status).toBe(401);
      expect((await ask("/page", basic("a:no"), "192.0.2.1")).status).toBe(401);
    }
    const late = await ask("/api", `Bearer ${TOKEN}`, "192.0.2.1");
    expect([late.status, JSON.parse(late.body).error.code]).toEqual([429, "TOO_MANY_WRONG_TOKENS"]);
    expect(Number(late.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(Number(late.headers.get("retry-after"))).toBeLessThanOrEqual(60);
    expect((await ask("/page", `Bearer ${TOKEN}`, "192.0.2.1")).status).toBe(429);
    expect((await ask("/api", `Bearer ${TOKEN}`, "192.0.2.2")).status).toBe(200);
  });

  test("who comes without one guesses nothing", async () => {
    const ask = behindGuards({ INTERNAL_ADMIN_TOKEN: TOKEN });
    for (let turn = 0; turn < 30; turn += 1) expect((await ask("/page", null)).status).toBe(401);
    expect((await ask("/page", basic(`a:${TOKEN}`))).status).toBe(200);
  });
});

describe("without", () => {
  const PRODUCTION = { NODE_ENV: "production" };
  const cases: readonly [what: string, environment: Record<string, string>, api: number, page: number][] = [
    ["a token: no API, a page for everybody", {}, 404, 200],
    ["a token that is more than blanks: the same", { INTERNAL_ADMIN_TOKEN: "  " }, 404, 200],
    ["a token in production: neither", PRODUCTION, 404, 404],
    [
      "leaving production: no API, the page with the token",
      { ...PRODUCTION, INTERNAL_ADMIN_TOKEN: TOKEN },
      404,
      200,
    ],
  ];
  test.each(cases)("%s", async (_what, environment, api, page) => {
    const ask = behindGuards(environment);
    expect((await ask("/api", `Bearer ${TOKEN}`)).status).toBe(api);
    expect((await ask("/page", `Bearer ${TOKEN}`)).status).toBe(page);
  });
});
