const isColoured = process.stdout.isTTY && !process.env["NO_COLOR"];
let count = 0;

/** Prints a numbered heading. */
export function heading(text: string): void {
  count++;
  const line = `━━ ${count} ${text} ${"━".repeat(Math.max(0, 72 - text.length))}`;
  say(`\n${isColoured ? `\u001b[1m${line}\u001b[0m` : line}\n`);
}

/** Prints text as it is, and a line end. */
export function say(text = ""): void {
  process.stdout.write(`${text}\n`);
}

/** Prints text with a bar at its left, to be told from what the demo itself says. */
export function frame(text: string): void {
  const lines = text.trimEnd().split("\n");
  say(["  ┌──", ...lines.map((line) => `  │ ${line}`), "  └──"].join("\n"));
}

/** Prints a job summary's Markdown as GitHub first shows it: what is folded there is one line here too. */
export function frameSummary(markdown: string): void {
  const folded = markdown.replace(
    /<details><summary>(.*?)<\/summary>[\s\S]*?<\/details>\n*/g,
    (_, title: string) => `▸ ${plain(title)}\n`,
  );
  frame(plain(folded));
}

const plain = (html: string): string => html.replaceAll(/<\/?(code|sub)>/g, "");
