import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The renderer of GitHub-flavoured Markdown, GitHub's style sheet and Mermaid: no test and no build needs them. */
const PACKAGES = {
  marked: "18.2.1",
  "highlight.js": "11.11.1",
  "github-markdown-css": "5.9.0",
  mermaid: "11.17.2",
} as const;

const HOME = join(import.meta.dirname, "../../.tools/picture");

/** How a page looks: `open` unfolds what is folded; `comment` has the frame of a comment on a pull request. */
export interface Look {
  readonly theme: "light" | "dark";
  readonly folds: "open" | "as-they-are";
  readonly frame: "none" | "comment";
}

/** `markdown` as GitHub shows it, for `drawPage`. Installs what it needs into .tools/picture at the first time. */
export async function renderMarkdownPage(markdown: string, { theme, folds, frame }: Look): Promise<string> {
  installPackages();
  const packages = createRequire(join(HOME, "package.json"));
  const { marked } = (await import(pathToFileURL(packages.resolve("marked")).href)) as Marked;
  const highlighter = packages("highlight.js") as Highlighter;
  const isDark = theme === "dark";
  const styles = [
    `github-markdown-css/github-markdown-${theme}.css`,
    `highlight.js/styles/github${isDark ? "-dark" : ""}.css`,
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
  const article = `<article class="markdown-body">${html}</article>`;
  return `<!doctype html><html><head><meta charset="utf-8"><style>${styles}
body { margin: 0; display: flow-root; background: ${isDark ? "#0d1117" : "#fff"}; }
article { box-sizing: border-box; padding: 32px; }
.mermaid { text-align: center; }
${COMMENT_STYLE}
</style><script src="${mermaid}"></script></head>
<body>${frame === "comment" ? inComment(article) : article}<script>
(async () => {
if (${folds === "open"}) for (const fold of document.querySelectorAll("details")) fold.open = true;
// What is folded has no width to draw in.
const folds = [...document.querySelectorAll("details:not([open])")];
for (const fold of folds) fold.open = true;
for (const code of document.querySelectorAll("code.language-mermaid")) {
  const drawing = Object.assign(document.createElement("div"), { className: "mermaid", textContent: code.textContent });
  code.parentElement.replaceWith(drawing);
}
mermaid.initialize({ startOnLoad: false, theme: ${JSON.stringify(isDark ? "dark" : "default")}, securityLevel: "strict" });
await mermaid.run({ querySelector: ".mermaid" });
for (const fold of folds) fold.open = false;
})().catch((error) => { document.body.dataset.error = String(error); }).finally(() => {
  document.body.dataset.height = Math.ceil(document.body.getBoundingClientRect().bottom);
});
</script></body></html>`;
}

const COMMENT_STYLE = `
.comment { margin: 24px; border: 1px solid #d1d9e0; border-radius: 6px; overflow: hidden; }
.comment header { background: #f6f8fa; border-bottom: 1px solid #d1d9e0; padding: 10px 16px; font: 14px sans-serif; color: #59636e; }
.comment header b { color: #1f2328; }
.comment header i { border: 1px solid #d1d9e0; border-radius: 2em; font: 12px sans-serif; padding: 1px 7px; margin: 0 4px; }
.comment article { padding: 16px; }`;

/** Who comments where a workflow's own token does. */
function inComment(article: string): string {
  return `<div class="comment"><header><b>github-actions</b><i>bot</i> commented</header>${article}</div>`;
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
