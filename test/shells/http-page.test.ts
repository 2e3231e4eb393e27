import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium, launchChromium } from "../support/chromium.ts";
import { overhangOf, violationsOf, visit } from "../support/page-visit.ts";
import { runCli } from "../support/run-cli.ts";
import { argsFor } from "../support/runs.ts";
import { type Served, serve } from "../support/serve.ts";
import { describeOnNewest, freshDatabase, type TestServer } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

const path = findChromium();
if (path === null)
  console.warn(
    "The status page was seen in no browser: Chromium is not installed (apt-get install chromium).",
  );

/** How people look at it: `zoomed` is a window of 1,280 pixels at 200 %. */
const LOOKS = {
  light: { viewport: { width: 1_280, height: 900 }, colorScheme: "light" },
  dark: { viewport: { width: 1_280, height: 900 }, colorScheme: "dark" },
  phone: { viewport: { width: 360, height: 740 }, colorScheme: "light" },
  zoomed: { viewport: { width: 640, height: 450 }, colorScheme: "dark" },
} as const;

const USERS = { "001_create_users.sql": "CREATE TABLE users (id int, email text);\n" };
const HAZARD = {
  "002_wider_id.sql": "ALTER TABLE users ALTER COLUMN id TYPE bigint;\n",
  "003_add_teams.sql": "CREATE TABLE teams (id int);\n",
};
const UNIQUE = { "002_unique.sql": "CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON users (email);\n" };

const numbered = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${1_000 + index}_step_${index}.sql`, "SELECT 1;\n"]),
  );

/** Each state that a page may be of, as a server that shows it. */
const STATES = {
  healthy: (server: TestServer) => open(server, USERS),
  pending: async (server: TestServer) =>
    open(server, USERS, async ({ directory }) => writeFiles(directory, HAZARD)),
  failed: (server: TestServer) =>
    open(server, USERS, async ({ directory, database, args }) => {
      await database.query("INSERT INTO users VALUES (1, 'a'), (2, 'a')");
      writeFiles(directory, UNIQUE);
      await runCli([...args, "--fail-on=never"]);
      writeFiles(directory, { "001_create_users.sql": "SELECT 1; -- edited\n" });
    }),
  empty: async (server: TestServer) =>
    serve(server, await freshDatabase(server), makeMigrations(numbered(434))),
  "of 434 migrations": (server: TestServer) => open(server, numbered(434)),
  unreachable: async (server: TestServer) => {
    const database = await freshDatabase(server);
    await database.drop();
    return serve(server, database, makeMigrations(USERS));
  },
} as const;

interface Opened {
  readonly directory: string;
  readonly database: Awaited<ReturnType<typeof freshDatabase>>;
  readonly args: readonly string[];
}

/** `files` applied, and served after `change`. */
async function open(
  server: TestServer,
  files: Readonly<Record<string, string>>,
  change: (opened: Opened) => Promise<void> = async () => {},
): Promise<Served> {
  const [database, directory] = [await freshDatabase(server), makeMigrations(files)];
  const args = argsFor(server, database, directory);
  const { code, stderr } = await runCli(args);
  expect(code, stderr).toBe(0);
  await change({ directory, database, args });
  return serve(server, database, directory, { flags: ["--environment=staging"] });
}

describe.skipIf(path === null)("the status page in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(path ?? "");
  });
  afterAll(() => browser?.close());

  describeOnNewest("looked at", (server) => {
    test.each(Object.keys(STATES) as (keyof typeof STATES)[])(
      "of a database that is %s: axe finds nothing, nothing is loaded, nothing sticks out, in every light and width",
      async (state) => {
        const served = await STATES[state](server);
        for (const [name, look] of Object.entries(LOOKS)) {
          const { page, requests, complaints } = await visit(
            browser,
            served,
            name === "light" ? "/?all" : "/",
            look,
          );
          await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
          expect(await violationsOf(page), name).toEqual([]);
          expect(await overhangOf(page), name).toBe(0);
          expect(complaints, name).toEqual([]);
          expect(new Set(requests), name).toEqual(new Set([page.url()]));
        }
      },
      240_000,
    );

    test("says in its title and its heading what is wrong, and with each what to do", async () => {
      const { page } = await visit(browser, await STATES.failed(server), "/");
      expect(await page.title()).toMatch(/^✗ 1 failed, 1 edited · test_/);
      await expect(page.getByRole("heading", { level: 1 }).textContent()).resolves.toBe("1 failed, 1 edited");
      const banner = await page.getByRole("region", { name: "1 failed, 1 edited" }).textContent();
      expect(banner).toMatch(/Stopped half-way: 002[\s\S]*repair[\s\S]*001[\s\S]*accept-checksum/);
      const row = page.getByRole("row").filter({ hasText: "002_unique" }).first();
      await expect(row.textContent()).resolves.toMatch(/failed[\s\S]*could not create unique index/);
    });

    test("shows the hazards of what is pending, and what to write instead when that is opened", async () => {
      const { page } = await visit(browser, await STATES.pending(server), "/", { javaScriptEnabled: false });
      const pending = page.getByRole("region", { name: "Pending", exact: true });
      await expect(pending.textContent()).resolves.toMatch(
        /002_wider_id[\s\S]*changed-type[\s\S]*003_add_teams/,
      );
      await expect(pending.locator("pre").first().isVisible()).resolves.toBe(false);
      await pending.getByText("What to write instead").first().click();
      await expect(pending.locator("pre").first().isVisible()).resolves.toBe(true);
      const timeline = page.getByRole("img", { name: /Deploys over time/ });
      await expect(timeline.count()).resolves.toBe(1);
    });

    test("searches without scripts, keeps what was typed, and shows everything again", async () => {
      const served = await STATES["of 434 migrations"](server);
      const { page } = await visit(browser, served, "/", { javaScriptEnabled: false });
      const rows = () =>
        page
          .getByRole("table", { name: /^Migrations/ })
          .getByRole("row")
          .count();
      expect(await rows()).toBe(1 + 50);
      await page.getByRole("searchbox").fill("step_43");
      await page.getByRole("searchbox").press("Enter");
      await page.waitForURL(/q=step_43/);
      expect(await rows()).toBe(1 + 5);
      await expect(page.getByRole("searchbox").inputValue()).resolves.toBe("step_43");
      await expect(page.locator("#found").textContent()).resolves.toMatch(
        /^5 of 434 migrations with “step_43”/,
      );
      await page.getByRole("link", { name: "Show every migration" }).click();
      await page.getByRole("link", { name: "Show all 434" }).click();
      await page.waitForURL(/all=/);
      expect(await rows()).toBe(1 + 434);
    });

    test("can be used with the keyboard alone: the skip link first, then every link, field and fold", async () => {
      const { page } = await visit(browser, await STATES.pending(server), "/");
      await page.keyboard.press("Tab");
      await expect(page.evaluate("document.activeElement.textContent")).resolves.toBe("Skip to the verdict");
      await page.evaluate("document.activeElement.blur()");
      const wanted: number = await page.evaluate(
        "document.querySelectorAll('a[href], summary, input:not([type=hidden]), select, button, [tabindex=\"0\"]').length - document.querySelectorAll('details:not([open]) [tabindex=\"0\"]').length",
      );
      const reached = new Set<string>();
      for (let press = 0; press < wanted + 2; press++) {
        await page.keyboard.press("Tab");
        reached.add(
          await page.evaluate(
            "document.activeElement === document.body ? 'body' : [...document.querySelectorAll('*')].indexOf(document.activeElement) + ' ' + (getComputedStyle(document.activeElement).outlineStyle)",
          ),
        );
      }
      const elements = [...reached].filter((one) => one !== "body");
      expect(elements).toHaveLength(wanted);
      expect(elements.filter((one) => one.endsWith(" none"))).toEqual([]);
    });

    test("what is written by others stays text: names, people, errors, and what is typed", async () => {
      const attack = `"><img src=x onerror="document.title='hacked'"><script>document.title='hacked'</script>`;
      const served = await open(server, USERS, async ({ database }) => {
        const values = ["users_<b>bold</b>", attack];
        await database.query("UPDATE schema_migrations SET applied_by = $2, name = $1", values);
        await database.query(
          `INSERT INTO migration_history (id, version, action, status, executed_at, error_message, executed_by, run_url, batch)
           VALUES (gen_random_uuid(), '001', 'up', 'failed', now(), $1, $1, 'javascript:alert(1)', 7)`,
          [attack],
        );
      });
      const { page, complaints, requests } = await visit(
        browser,
        served,
        `/?q=${encodeURIComponent(attack)}`,
      );
      expect(await page.title()).toMatch(/^✓ Healthy/);
      await expect(page.getByRole("searchbox").inputValue()).resolves.toBe(attack.slice(0, 100));
      expect(await page.locator("img, script").count()).toBe(0);
      expect(await page.locator('a[href^="javascript:"]').count()).toBe(0);
      expect(await page.locator("p.error").first().textContent()).toBe(attack);
      expect(complaints).toEqual([]);
      expect(requests.filter((address) => address.includes("/x"))).toEqual([]);
    });
  });
});

describeOnNewest("the status page by itself", (server) => {
  test("is for nobody without the token", async () => {
    const served = await serve(server, await freshDatabase(server), makeMigrations(USERS));
    const answer = await served.ask("/", { headers: {} });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toMatch(/^Basic /);
    await expect(answer.text()).resolves.not.toContain("001");
  });

  test("answers 200 with the verdict where the database is gone, and keeps its name and address to itself", async () => {
    const served = await STATES.unreachable(server);
    const answer = await served.ask("/");
    const page = await answer.text();
    expect(answer.status).toBe(200);
    expect(page).toMatch(/<h1 id="verdict">(Database not reached|Not known)</);
    expect(page).not.toContain(`:${server.settings.port}`);
  });

  test("a ledger that somebody has locked holds neither the page up nor the server", async () => {
    const served = await open(server, USERS, async ({ database }) => {
      await database.query("BEGIN; LOCK TABLE schema_migrations IN ACCESS EXCLUSIVE MODE");
    });
    const page = await (await served.ask("/")).text();
    expect(page).toContain("did not answer in time");
  });

  test("lets nothing be loaded, run, framed or kept, and its one style is the one that its policy knows", async () => {
    const served = await serve(server, await freshDatabase(server), makeMigrations(USERS));
    const answer = await served.ask("/");
    const policy = answer.headers.get("content-security-policy") ?? "";
    const [, style = ""] = /<style>(.*?)<\/style>/s.exec(await answer.text()) ?? [];
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(style));
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      `style-src 'sha256-${Buffer.from(digest).toString("base64")}'`,
      ...["img-src data:", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"],
    ]);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("content-type")).toMatch(/^text\/html; charset=utf-8$/i);
  });
});
