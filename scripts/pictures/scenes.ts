import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { renderComment } from "../../src/report/render-comment.ts";
import { renderSummary } from "../../src/report/render-summary.ts";
import type { Report } from "../../src/report/report.ts";
import type { Size } from "./browser.ts";
import { type Look, renderMarkdownPage } from "./markdown-page.ts";
import type { Shop } from "./shop.ts";
import { SHOP_BEFORE, SHOP_PENDING, SHOP_ROWS } from "./shop-migrations.ts";
import { renderTerminalPage, type Typed } from "./terminal-page.ts";

/** Pictures of the documentation that come of one story. */
export interface Scene {
  /** Their names in docs/, in the order of what `play` returns. */
  readonly pictures: readonly string[];
  readonly size: Size;
  /** The page of each picture, after runs of the built command line over the shop's server. */
  readonly play: (shop: Shop) => Promise<readonly string[]>;
}

const EXAMPLE = join(import.meta.dirname, "../../migrations-example");
const PAGE: Size = { width: 960, height: null };
const TERMINAL: Size = { width: 1020, height: null };

const AS_IT_IS: Look = { theme: "light", folds: "as-they-are", frame: "none" };

/** All pictures of README.md and docs/. */
export const SCENES: readonly Scene[] = [
  { pictures: ["summary.png", "hazard.png"], size: PAGE, play: playPlan },
  { pictures: ["terminal.png"], size: TERMINAL, play: playTerminal },
  { pictures: ["failure.png"], size: TERMINAL, play: playFailure },
  { pictures: ["comment.png"], size: PAGE, play: playComment },
];

const COMMENTS = `CREATE TABLE task_comments (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  task_id uuid NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
  body text NOT NULL
);

CREATE INDEX task_comments_task_id_idx ON task_comments (task_id);
`;
const MISSPELT = `CREATE INDEX CONCURRENTLY tasks_titel_idx ON tasks (lower(titel));\n`;

/** Two pending migrations are applied, and then on record. */
async function playTerminal(shop: Shop): Promise<readonly string[]> {
  await openHouseholds(shop);
  shop.write({ "migrations/017_create_task_comments.sql": COMMENTS });
  return [
    renderTerminalPage([typeWell(shop, "migrate-action up", 0), typeWell(shop, "migrate-action status", 0)]),
  ];
}

/** A misspelt column, found in the rehearsal. */
async function playFailure(shop: Shop): Promise<readonly string[]> {
  await openHouseholds(shop);
  shop.write({ "migrations/017_index_task_titles.sql": MISSPELT });
  return [renderTerminalPage([typeWell(shop, "migrate-action up", 5)])];
}

/** The example's database, at 015. */
async function openHouseholds(shop: Shop): Promise<void> {
  shop.run(0, ["rm", "-rf", "migrations"]);
  const names = readdirSync(EXAMPLE);
  shop.write(
    Object.fromEntries(
      names.map((name) => [`migrations/${name}`, readFileSync(join(EXAMPLE, name), "utf8")]),
    ),
  );
  await shop.query("DROP DATABASE IF EXISTS households");
  await shop.query("CREATE DATABASE households OWNER deploy TEMPLATE template0");
  shop.run(0, ["migrate-action", "up", "--target=015"], { DATABASE_URL: shop.url("households") });
}

/** What a reviewer reads first, and further down in the same summary the migration that blocks the shop. */
async function playPlan(shop: Shop): Promise<readonly string[]> {
  const summary = renderSummary(await planShop(shop));
  const [top = ""] = summary.split("### What it touches");
  const [, below = ""] = summary.split("### Look at");
  const [first = ""] = below.split("</details>");
  return Promise.all([top, `${first}</details>`].map((part) => renderMarkdownPage(part, AS_IT_IS)));
}

/** Plans pending migrations over a shop with many rows, rehearsed on a copy of it. */
async function planShop(shop: Shop): Promise<Report> {
  shop.run(0, ["rm", "-rf", "migrations"]);
  shop.write(SHOP_BEFORE);
  await shop.query("DROP DATABASE IF EXISTS shop");
  await shop.query("DROP DATABASE IF EXISTS shop_copy");
  await shop.query("CREATE DATABASE shop OWNER deploy TEMPLATE template0");
  shop.run(0, ["migrate-action", "up"], { DATABASE_URL: shop.url("shop") });
  await shop.query(SHOP_ROWS, "shop");
  await shop.query("CREATE DATABASE shop_copy OWNER deploy TEMPLATE shop");
  shop.write(SHOP_PENDING);
  const words = ["plan", "--environment=production", `--shadow-url=${shop.url("shop_copy")}`];
  return runForReport(shop, 0, words, shop.url("shop"));
}

/** A pull request that edits a file of the base branch, and adds one that has a safer way. */
async function playComment(shop: Shop): Promise<readonly string[]> {
  shop.run(0, ["rm", "-rf", "migrations"]);
  shop.write(SHOP_BEFORE);
  const git = (...words: readonly string[]) =>
    shop.run(0, ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", ...words]);
  git("init", "--quiet", "--initial-branch=main");
  git("add", "migrations");
  git("commit", "--quiet", "--message=base");
  git("checkout", "--quiet", "-b", "labels");
  const [edited = ""] = Object.keys(SHOP_BEFORE);
  shop.write({
    [edited]: `${SHOP_BEFORE[edited]}-- Prices are in cents.\n`,
    "migrations/003_label_orders.up.sql":
      "ALTER TABLE orders ADD COLUMN label text;\n\nCREATE INDEX orders_label_idx ON orders (label);\n",
    "migrations/003_label_orders.down.sql": "ALTER TABLE orders DROP COLUMN label;\n",
  });
  git("add", "migrations");
  git("commit", "--quiet", "--message=labels");
  const report = runForReport(shop, 4, ["check", "--base=main"], "");
  const body = renderComment(report, { marker: "", runUrl: null });
  return [await renderMarkdownPage(body, { ...AS_IT_IS, frame: "comment" })];
}

function typeWell(shop: Shop, command: string, exitCode: number): Typed {
  const typed = shop.type(command);
  if (typed.exitCode !== exitCode)
    throw new Error(`${command} exits with ${typed.exitCode}:\n${typed.written}`);
  return typed;
}

function runForReport(shop: Shop, exitCode: number, words: readonly string[], databaseUrl: string): Report {
  shop.run(exitCode, ["migrate-action", ...words, "--report-path=report.json"], {
    DATABASE_URL: databaseUrl,
  });
  return JSON.parse(shop.read("report.json")) as Report;
}
