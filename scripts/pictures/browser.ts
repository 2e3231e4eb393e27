import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** Pixels of the page; the picture has `SCALE` times as many each way. */
export interface Size {
  readonly width: number;
  /** The page's own height where null. */
  readonly height: number | null;
}

/** Sharp on the screens that people have; also while the page is measured, since lines break otherwise there. */
const SCALE = 2;

/**
 * Draws `html` into the PNG `picture`, with 80 colours. The page says in `data-height` of its body how high it is, once
 * everything is drawn, or in `data-error` what could not be drawn. Throws where there is no Chromium on PATH.
 */
export function drawPage(html: string, picture: string, { width, height }: Size): void {
  const directory = mkdtempSync(join(tmpdir(), "picture-"));
  try {
    const file = join(directory, "page.html");
    writeFileSync(file, html);
    const url = pathToFileURL(file).href;
    // The window is the picture: its height is known only when everything is drawn.
    const looks = [`--force-device-scale-factor=${SCALE}`, "--hide-scrollbars"];
    const drawn = chromium([...looks, "--dump-dom", `--window-size=${width},800`, url]);
    const whole = /data-height="(\d+)"/.exec(drawn)?.[1];
    const error = /data-error="([^"]*)"/.exec(drawn)?.[1];
    if (error !== undefined) throw new Error(`Something could not be drawn: ${error}`);
    if (whole === undefined) throw new Error(`The page was not drawn to its end: ${drawn.slice(-2_000)}`);
    const shown = Math.min(Number(whole), height ?? Number(whole));
    chromium([...looks, `--window-size=${width},${shown}`, `--screenshot=${resolve(picture)}`, url]);
    execFileSync("pngquant", ["--nofs", "--force", "--output", picture, "80", picture]);
    console.log(`${picture}: ${width} × ${shown}`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** What Chromium prints. The virtual time lets it wait for the drawings. */
function chromium(args: readonly string[]): string {
  const settings = [
    "--headless",
    "--disable-gpu",
    "--allow-file-access-from-files",
    "--virtual-time-budget=20000",
  ];
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const program = ["chromium", "chromium-browser", "google-chrome"].find(
    (name) => spawnSync(name, ["--version"]).status === 0,
  );
  if (program === undefined) throw new Error("There is no Chromium on PATH.");
  return execFileSync(program, [...settings, ...asRoot, ...args], {
    encoding: "utf8",
    maxBuffer: 100_000_000,
    stdio: ["ignore", "pipe", "ignore"],
  });
}
