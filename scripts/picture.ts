/**
 * Draws the pictures of the documentation, each from runs of the built command line over a throwaway PostgreSQL:
 * `npm run picture` all of them into docs/, `npm run picture -- failure.png` those that are named.
 * `npm run picture -- REPORT.json OUT.png [--open] [--dark] [--width 1012] [--height …]` draws the job summary of a
 * report: `--open` unfolds what is folded, `--height` cuts the picture off there.
 *
 * Wants on PATH: Chromium, pngquant, and util-linux's `script`
 * (`apt-get install chromium fonts-noto-color-emoji fonts-dejavu pngquant`).
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { renderSummary } from "../src/report/render-summary.ts";
import type { Report } from "../src/report/report.ts";
import { drawPage } from "./pictures/browser.ts";
import { renderMarkdownPage } from "./pictures/markdown-page.ts";
import { SCENES } from "./pictures/scenes.ts";
import { openShop } from "./pictures/shop.ts";
import { drawStatusPages, STATUS_PICTURES } from "./pictures/status-page.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    open: { type: "boolean", default: false },
    dark: { type: "boolean", default: false },
    width: { type: "string", default: "1012" },
    height: { type: "string" },
  },
});
const [report = "", picture] = positionals;
if (report.endsWith(".json") && picture !== undefined) await drawReport(report, picture);
else await drawScenes(positionals);

/** The scenes that have one of the pictures `names`; all where none is named. */
async function drawScenes(names: readonly string[]): Promise<void> {
  const all = [...SCENES.flatMap(({ pictures }) => pictures), ...STATUS_PICTURES];
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length > 0) {
    console.error(`picture: there is no ${unknown.join(", ")}; there are ${all.join(", ")}.`);
    process.exit(64);
  }
  const isWanted = (name: string) => names.length === 0 || names.includes(name);
  const shop = await openShop();
  try {
    for (const { pictures, size, play } of SCENES.filter((scene) => scene.pictures.some(isWanted))) {
      const pages = await play(shop);
      for (const [index, page] of pages.entries())
        drawPage(page, join(import.meta.dirname, "../docs", pictures[index] ?? ""), size);
    }
    if (STATUS_PICTURES.some(isWanted)) await drawStatusPages(shop, isWanted);
  } finally {
    await shop.close();
  }
}

async function drawReport(path: string, out: string): Promise<void> {
  const page = await renderMarkdownPage(renderSummary(JSON.parse(readFileSync(path, "utf8")) as Report), {
    theme: values.dark ? "dark" : "light",
    folds: values.open ? "open" : "as-they-are",
    frame: "none",
  });
  const height = values.height === undefined ? null : Number(values.height);
  drawPage(page, out, { width: Number(values.width), height });
}
