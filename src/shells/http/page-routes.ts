import { hash } from "node:crypto";
import { Hono } from "hono";
import { makeHealth } from "../../report/health/make-health.ts";
import type { Page } from "../../report/page/page.ts";
import { makePageQuery, type PageQuery } from "../../report/page/page-query.ts";
import { renderPage } from "../../report/page/render-page.ts";
import { STYLE } from "../../report/page/style-sheet.ts";
import { guardPage } from "./guard/admin-guard.ts";
import type { Observer } from "./observer/observer.ts";
import type { Site } from "./site.ts";

/** How long the page waits for what is shown beside how it stands: it comes without it then, and says so. */
const EXTRAS_LIMIT_MS = 1_500;

/** Nothing is loaded, run, framed or sent anywhere else; the one style is known by its hash. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${hash("sha256", STYLE.text, "base64")}'`,
  ...["img-src data:", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"],
].join("; ");

/** Beside those of every answer. */
const HEADERS = {
  "Content-Security-Policy": POLICY,
  "Content-Language": "en",
  "X-Frame-Options": "DENY",
  "Cross-Origin-Opener-Policy": "same-origin",
};

/**
 * `GET /`: the status page. It answers 200 whatever the verdict: many proxies show a page of their own in place of a 503's,
 * and whoever asks without reading asks `/health/database`.
 */
export function pageRoutes(site: Site): Hono {
  const { observer } = site;
  return new Hono()
    .use("/", guardPage(site))
    .get("/", async (c) =>
      c.html(
        renderPage(await readPage(observer, makePageQuery(new URL(c.req.url).searchParams))),
        200,
        HEADERS,
      ),
    );
}

async function readPage(observer: Observer, query: PageQuery): Promise<Page> {
  const standing = await observer.stand();
  const { ledger } = standing.report;
  const hasPending = ledger !== null && ledger.pending.length > 0;
  const [history, preview] = await Promise.all([
    ledger === null ? null : inTime(observer.history()),
    hasPending ? inTime(observer.preview()) : null,
  ]);
  return { standing, health: makeHealth(standing), history, preview, query, nowMs: Date.now() };
}

/** Null where `work` takes longer: it goes on for whoever asks next. */
async function inTime<T>(work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, EXTRAS_LIMIT_MS, null);
  });
  const first = await Promise.race([work, late]);
  clearTimeout(timer);
  return first;
}
