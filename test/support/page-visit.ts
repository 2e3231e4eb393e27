import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { type Served, TOKEN } from "./serve.ts";

/** A window at a served page. */
export interface Visit {
  readonly page: Page;
  /** Addresses of all that was asked for, the page itself too. */
  readonly requests: readonly string[];
  /** What the browser has complained of: violations of the policy, what could not be loaded. */
  readonly complaints: readonly string[];
}

/** `path` of `served` in a window of its own, with the token as a person types it. */
export async function visit(
  browser: Browser,
  served: Served,
  path: string,
  look: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    httpCredentials: { username: "anybody", password: TOKEN },
    ...look,
  });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const [requests, complaints]: [string[], string[]] = [[], []];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => {
    // Before the browser has the token it is told that it needs one.
    if (!message.text().includes("status of 401")) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(`http://127.0.0.1:${served.port}${path}`);
  return { page, requests, complaints };
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe holds against the page, by all of its rules: `rule: the element`. Needs a window in which scripts run. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const options = { rules: { "target-size": { enabled: true } }, resultTypes: ["violations"] };
  const results: AxeResults = await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`);
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** How much wider than its window the page is, in pixels: 0 where nobody has to scroll sideways. */
export const overhangOf = (page: Page): Promise<number> =>
  page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
