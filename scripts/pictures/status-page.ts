import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { findChromium, launchChromium } from "../../test/support/chromium.ts";
import type { Shop } from "./shop.ts";

/** A picture of the status page as a window of these pixels shows it, cut off at `height`. */
interface Shot {
  readonly picture: string;
  readonly when: "healthy" | "pending";
  readonly width: number;
  readonly height: number;
  readonly theme: "light" | "dark";
}

const SHOTS: readonly Shot[] = [
  { picture: "status-page.png", when: "pending", width: 1_080, height: 1_095, theme: "light" },
  { picture: "status-page-healthy.png", when: "healthy", width: 1_080, height: 1_180, theme: "light" },
  { picture: "status-page-dark.png", when: "healthy", width: 1_080, height: 1_180, theme: "dark" },
  { picture: "status-page-phone.png", when: "pending", width: 390, height: 1_180, theme: "light" },
];

/** Their names in docs/. */
export const STATUS_PICTURES: readonly string[] = SHOTS.map(({ picture }) => picture);

/** Draws those of them that are `wanted` into docs/, each from the built `serve` over the shop's server. */
export async function drawStatusPages(shop: Shop, wanted: (picture: string) => boolean): Promise<void> {
  const path = findChromium();
  if (path === null) throw new Error("There is no Chromium on PATH.");
  const browser = await launchChromium(path);
  try {
    await deployForMonths(shop);
    await drawAll(shop, browser, (shot) => shot.when === "healthy" && wanted(shot.picture));
    shop.write(PENDING);
    await drawAll(shop, browser, (shot) => shot.when === "pending" && wanted(shot.picture));
  } finally {
    await browser.close();
  }
}

async function drawAll(shop: Shop, browser: Browser, isChosen: (shot: Shot) => boolean): Promise<void> {
  const served = await shop.serve("households");
  try {
    for (const { picture, width, height, theme } of SHOTS.filter(isChosen)) {
      const viewport = { width, height };
      const context = await browser.newContext({ viewport, colorScheme: theme, deviceScaleFactor: 2 });
      const page = await context.newPage();
      // The first look may take longer than the page waits for the hazards: the second has them.
      for (let look = 0; look < 2; look++) await page.goto(served.url);
      const file = join(import.meta.dirname, "../../docs", picture);
      await page.screenshot({ path: file });
      execFileSync("pngquant", ["--nofs", "--force", "--output", file, "80", file]);
      console.log(`${file}: ${width} × ${height}`);
      await context.close();
    }
  } finally {
    await served.stop();
  }
}

const EXAMPLE = join(import.meta.dirname, "../../migrations-example");

/** A constraint that some rows do not keep, as it was tried first, and then rightly. */
const CONSTRAINT = "ALTER TABLE tasks ADD CONSTRAINT tasks_notes_length CHECK (char_length(notes) <= 500)";
const TRIED = { "migrations/017_limit_task_notes.sql": `${CONSTRAINT};\n` };
const CORRECTED = { "migrations/017_limit_task_notes.sql": `${CONSTRAINT} NOT VALID;\n` };

const PENDING: Readonly<Record<string, string>> = {
  "migrations/018_create_labels.sql":
    "CREATE TABLE labels (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL);\n",
  "migrations/019_index_task_titles.sql": "CREATE INDEX tasks_title_idx ON tasks (lower(title));\n",
};

/** Rows enough that hazards have a size. */
const ROWS = `
  INSERT INTO households (name) SELECT 'Household ' || number FROM generate_series(1, 200) AS number;
  INSERT INTO tasks (household_id, title, notes)
    SELECT household.id, 'Task ' || number, CASE WHEN number = 77 THEN repeat('long ', 200) ELSE '' END
    FROM generate_series(1, 1000) AS number CROSS JOIN households AS household;
  ANALYZE;`;

/** Who deployed what, how long ago; batches in their order. */
const RUNS = [
  { by: "ada", target: "001", ago: "41 weeks" },
  { by: "grace", target: "013", ago: "36 weeks 2 days" },
  { by: "ada", target: "014", ago: "27 weeks 1 day" },
  { by: "linus", target: "015", ago: "16 weeks 3 days" },
  { by: "ada", target: "016", ago: "7 weeks 5 days" },
  { by: "grace", target: "017", ago: "9 days 3 hours" },
  { by: "grace", target: "017", ago: "9 days" },
] as const;

/** The example's database after the runs above: each is a real one, and what is on record of its time is set back after it. */
async function deployForMonths(shop: Shop): Promise<void> {
  shop.run(0, ["rm", "-rf", "migrations"]);
  const files = readdirSync(EXAMPLE).map((name) => [
    `migrations/${name}`,
    readFileSync(join(EXAMPLE, name), "utf8"),
  ]);
  shop.write(Object.fromEntries(files));
  await shop.query("DROP DATABASE IF EXISTS households");
  await shop.query("CREATE DATABASE households OWNER deploy TEMPLATE template0");
  for (const [index, { by, target }] of RUNS.entries()) {
    const isTried = index === 5;
    if (isTried) {
      await shop.query(ROWS, "households");
      shop.write(TRIED);
    }
    if (index === 6) shop.write(CORRECTED);
    const words = ["migrate-action", "up", `--target=${target}`, "--environment=staging", "--fail-on=never"];
    shop.run(isTried ? 1 : 0, words, {
      DATABASE_URL: shop.url("households"),
      GITHUB_ACTOR: by,
      ...{ GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "acme/households" },
      GITHUB_RUN_ID: String(9_014_331_200 + index * 1_733),
    });
  }
  const ago = RUNS.map((run, index) => `(${index + 1}, interval '${run.ago}')`).join(", ");
  for (const [table, column] of [
    ["schema_migrations", "applied_at"],
    ["migration_history", "executed_at"],
  ])
    await shop.query(
      `UPDATE ${table} AS t SET ${column} = t.${column} - run.ago FROM (VALUES ${ago}) AS run(batch, ago) WHERE run.batch = t.batch`,
      "households",
    );
}
