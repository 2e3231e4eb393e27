import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { renderSummary } from "../src/report/render-summary.ts";
import type { Report } from "../src/report/report.ts";

/**
 * Draws the job summary of a report as GitHub shows it, into a PNG:
 * `npm run picture -- REPORT.json OUT.png [--open] [--dark] [--width 1012] [--height …]`; `--open` unfolds what is
 * folded, `--height` cuts the picture off there.
 *
 * Wants Chromium on PATH (`apt-get install chromium fonts-noto-color-emoji`). The renderer of GitHub-flavoured Markdown,
 * GitHub's style sheet and Mermaid are installed into .tools/picture at the first run: no test and no build needs them.
 */
const PACKAGES = {
  marked: "18.2.1",
  "highlight.js": "11.11.1",
  "github-markdown-css": "5.9.0",
  mermaid: "11.17.2",
} as const;

const ROOT = join(import.meta.dirname, "..");
const HOME = join(ROOT, ".tools/picture");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    open: { type: "boolean", default: false },
    dark: { type: "boolean", default: false },
    width: { type: "string", default: "1012" },
    height: { type: "string" },
  },
});
const [reportPath, picturePath] = positionals;
if (reportPath === undefined || picturePath === undefined) {
  console.error("picture: give the path of a report (JSON) and that of the picture (PNG).");
  process.exit(64);
}

installPackages();
const report = JSON.parse(readFileSync(reportPath, "utf8")) as Report;
const page = await renderPage(renderSummary(report));
const directory = mkdtempSync(join(tmpdir(), "picture-"));
try {
  const file = join(directory, "page.html");
  writeFileSync(file, page);
  // The window is the picture: its height is known only when everything is drawn.
  const drawn = chromium(["--dump-dom", `--window-size=${values.width},800`, pathToFileURL(file).href]);
  const whole = /data-height="(\d+)"/.exec(drawn)?.[1];
  const error = /data-error="([^"]*)"/.exec(drawn)?.[1];
  if (error !== undefined) throw new Error(`Something could not be drawn: ${error}`);
  if (whole === undefined) throw new Error(`The page was not drawn to its end: ${drawn.slice(-2_000)}`);
  const height = Math.min(Number(whole), Number(values.height ?? whole));
  const size = [`--window-size=${values.width},${height}`, `--screenshot=${resolve(picturePath)}`];
  chromium([...size, "--hide-scrollbars", pathToFileURL(file).href]);
  console.log(`${picturePath}: ${values.width} × ${height}`);
} finally {
  rmSync(directory, { recursive: true, force: true });
}

function installPackages(): void {
  const missing = Object.entries(PACKAGES).filter(([name]) => !existsSync(join(HOME, "node_modules", name)));
  if (missing.length === 0) return;
  mkdirSync(HOME, { recursive: true });
  const wanted = missing.map(([name, version]) => `${name}@${version}`);
  execFileSync("npm", ["install", "--prefix", HOME, "--no-audit", "--no-fund", ...wanted], {
    stdio: "inherit",
  });
}

/** A page that draws its Mermaid fences, and writes its height into `data-height` when it is done. */
async function renderPage(markdown: string): Promise<string> {
  const packages = createRequire(join(HOME, "package.json"));
  const { marked } = (await import(pathToFileURL(packages.resolve("marked")).href)) as Marked;
  const highlighter = packages("highlight.js") as Highlighter;
  const theme = values.dark ? "dark" : "light";
  const styles = [
    `github-markdown-css/github-markdown-${theme}.css`,
    `highlight.js/styles/github${values.dark ? "-dark" : ""}.css`,
  ]
    .map((file) => readFileSync(packages.resolve(file), "utf8"))
    .join("\n");
  const mermaid = pathToFileURL(join(HOME, "node_modules/mermaid/dist/mermaid.min.js")).href;
  const html = marked
    .parse(markdown, { gfm: true })
    .replace(
      /(?<=<code class="language-sql">)[^<]*/g,
      (sql) => highlighter.highlight(plainText(sql), { language: "pgsql" }).value,
    );
  return `<!doctype html><html><head><meta charset="utf-8"><style>${styles}
body { margin: 0; background: ${values.dark ? "#0d1117" : "#fff"}; }
article { box-sizing: border-box; padding: 32px; }
.mermaid { text-align: center; }
</style><script src="${mermaid}"></script></head>
<body><article class="markdown-body">${html}</article><script>
(async () => {
if (${values.open}) for (const fold of document.querySelectorAll("details")) fold.open = true;
// What is folded has no width to draw in.
const folds = [...document.querySelectorAll("details:not([open])")];
for (const fold of folds) fold.open = true;
for (const code of document.querySelectorAll("code.language-mermaid")) {
  const drawing = Object.assign(document.createElement("div"), { className: "mermaid", textContent: code.textContent });
  code.parentElement.replaceWith(drawing);
}
mermaid.initialize({ startOnLoad: false, theme: ${JSON.stringify(values.dark ? "dark" : "default")}, securityLevel: "strict" });
await mermaid.run({ querySelector: ".mermaid" });
for (const fold of folds) fold.open = false;
})().catch((error) => { document.body.dataset.error = String(error); }).finally(() => {
  document.body.dataset.height = Math.ceil(document.documentElement.scrollHeight);
});
</script></body></html>`;
}

/** What of the packages is used here; they are not there when this is compiled. */
interface Marked {
  readonly marked: { readonly parse: (text: string, options: { readonly gfm: true }) => string };
}

interface Highlighter {
  readonly highlight: (text: string, options: { readonly language: string }) => { readonly value: string };
}

/** `html` without the entities that marked puts into code. */
function plainText(html: string): string {
  const entities = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" } as const;
  return html.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity as keyof typeof entities]);
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
