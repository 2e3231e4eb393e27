import type { Context, MiddlewareHandler } from "hono";
import { readUptimeMs } from "../../../moment.ts";
import { answerError, answerNotFound } from "../answer-error.ts";
import type { Site } from "../site.ts";
import { isSameToken, parseToken } from "./same-token.ts";
import { makeSource } from "./wrong-tokens.ts";

type Scheme = "Basic" | "Bearer";

const CHALLENGE: Readonly<Record<Scheme, string>> = {
  Bearer: 'Bearer realm="migrate-action"',
  Basic: 'Basic realm="migrate-action", charset="UTF-8"',
};

/**
 * Lets through who has the token, as `Authorization: Bearer`; nobody in production or where no token is set: there is nothing
 * here then. To be mounted with its path (`use("/api/migrations", guardApi(site))`): without one it is before everything.
 */
export function guardApi(site: Site): MiddlewareHandler {
  const { adminToken, isProduction } = site.setup;
  if (isProduction || adminToken === null) return async (c) => answerNotFound(c);
  return guardWith(site, adminToken, ["Bearer"]);
}

/**
 * Lets through who has the token, `Basic` too, with any user and the token as password, as a browser asks for it; everybody
 * where no token is set, and nobody then in production. To be mounted with its path, as `guardApi`.
 */
export function guardPage(site: Site): MiddlewareHandler {
  const { adminToken, isProduction } = site.setup;
  if (adminToken !== null) return guardWith(site, adminToken, ["Basic", "Bearer"]);
  return isProduction ? async (c) => answerNotFound(c) : (_c, next) => next();
}

function guardWith(site: Site, token: string, schemes: readonly [Scheme, ...Scheme[]]): MiddlewareHandler {
  return async (c, next) => {
    // What is shown to one who has the token is for nobody else on the way.
    c.header("Cache-Control", "no-store");
    const header = c.req.header("authorization");
    // A browser comes without one first, and is no guesser.
    if (header === undefined) return refuse(c, schemes, "missing");
    const source = makeSource(addressOf(c));
    const waitMs = site.wrongTokens.waitMs(source, readUptimeMs());
    if (waitMs > 0) return tellToWait(c, waitMs);
    const given = parseToken(header, schemes);
    if (given !== null && isSameToken(given, token)) return next();
    site.wrongTokens.count(source, readUptimeMs());
    return refuse(c, schemes, "wrong");
  };
}

const REFUSED = {
  missing: {
    code: "TOKEN_MISSING",
    message: "Send the token: Authorization: Bearer, and what INTERNAL_ADMIN_TOKEN says.",
  },
  wrong: { code: "TOKEN_WRONG", message: "The token is not what INTERNAL_ADMIN_TOKEN says." },
} as const;

/** Source: RFC 6750, 3: who has given none is told no error. */
function refuse(c: Context, [scheme]: readonly [Scheme, ...Scheme[]], why: "missing" | "wrong"): Response {
  const error = scheme === "Bearer" && why === "wrong" ? ', error="invalid_token"' : "";
  const headers = { "www-authenticate": CHALLENGE[scheme] + error };
  return answerError(c, { status: 401, ...REFUSED[why], headers });
}

function tellToWait(c: Context, waitMs: number): Response {
  const seconds = String(Math.ceil(waitMs / 1_000));
  return answerError(c, {
    ...{ status: 429, code: "TOO_MANY_WRONG_TOKENS" },
    message: `There were too many wrong tokens from this address: no token counts for ${seconds} s. Ask again then.`,
    headers: { "retry-after": seconds },
  });
}

/** Of the socket, where the adapter of Node gives it. */
function addressOf(c: Context): string | undefined {
  const { incoming } = (c.env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
  return incoming?.socket?.remoteAddress;
}
