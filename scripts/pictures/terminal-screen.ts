/** A character as a terminal shows it. */
interface Cell {
  readonly text: string;
  /** CSS classes. */
  readonly style: string;
}

/** SGR codes that our own output and PostgreSQL's use, and what they change. Source: ECMA-48, 8.3.117. */
const ON: Readonly<Record<string, string>> = {
  1: "strong",
  2: "faint",
  31: "red",
  32: "green",
  33: "yellow",
  34: "blue",
  36: "cyan",
};
const OFF: Readonly<Record<string, readonly string[]>> = {
  0: Object.values(ON),
  22: ["strong", "faint"],
  39: ["red", "green", "yellow", "blue", "cyan"],
};

/** One of what a terminal is told: a control sequence, a control character, or a character to show. */
// biome-ignore lint/complexity/useRegexLiterals: the escape character is plainer so.
const TOKEN = new RegExp("\\u001b\\[([?0-9;]*)([A-Za-z])|[\\r\\n]|[^\\u001b]", "gu");

/**
 * What stands on a terminal after `written`, as HTML lines: later text over earlier, erased lines gone. Throws at a
 * control sequence that it does not know, rather than draw something else than people see.
 */
export function renderScreen(written: string): string {
  const lines: Cell[][] = [[]];
  const styles = new Set<string>();
  let [row, column] = [0, 0];
  for (const [token, parameters = "", final] of written.matchAll(TOKEN)) {
    if (token === "\n") row += 1;
    else if (token === "\r") column = 0;
    else if (final === "m") changeStyles(styles, parameters);
    else if (final === "K") lines[row]?.splice(parameters === "2" ? 0 : column);
    else if (final === "A") row = Math.max(0, row - Number(parameters || 1));
    // The cursor shown or hidden.
    else if (final === "h" || final === "l") continue;
    else if (final !== undefined) throw new Error(`Unknown control sequence: ${JSON.stringify(token)}`);
    else {
      const line = lines[row] ?? [];
      while (line.length < column) line.push({ text: " ", style: "" });
      line[column++] = { text: token, style: [...styles].join(" ") };
    }
    while (lines.length <= row) lines.push([]);
  }
  return lines.map(renderLine).join("\n").trimEnd();
}

function changeStyles(styles: Set<string>, parameters: string): void {
  for (const code of (parameters || "0").split(";")) {
    for (const style of OFF[code] ?? []) styles.delete(style);
    const style = ON[code];
    if (style !== undefined) styles.add(style);
    else if (OFF[code] === undefined) throw new Error(`Unknown style: ${code}`);
  }
}

function renderLine(line: readonly Cell[]): string {
  const runs: { text: string; style: string }[] = [];
  for (const { text, style } of line) {
    const last = runs.at(-1);
    if (last?.style === style) last.text += text;
    else runs.push({ text, style });
  }
  return runs
    .map(({ text, style }) =>
      style === "" ? escapeHtml(text) : `<span class="${style}">${escapeHtml(text)}</span>`,
    )
    .join("");
}

/** `text` as it stands in HTML. */
export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
