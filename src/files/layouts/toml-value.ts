const TOKEN =
  /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\r\n])*"|'[^'\r\n]*'|#[^\r\n]*|[[\]{}\n]|[^"'#[\]{}\n]+|["']/g;

/**
 * The value of the key `key` (a bare one) that stands before the first table of the TOML in `text`, as it is written and
 * without the comment behind it; null when there is none. What stands in strings and arrays is none of its keys.
 */
export function tomlValue(text: string, key: string): string | null {
  for (const line of topLines(text)) {
    const [, , name, value] = /^\s*(["']?)([\w-]+)\1[ \t]*=\s*([\s\S]*?)\s*$/.exec(line) ?? [];
    if (name === key) return value ?? null;
  }
  return null;
}

/** Assignments before the first table, without comments; one of several lines is one. */
function topLines(text: string): readonly string[] {
  const lines: string[] = [];
  let line = "";
  let depth = 0;
  for (const [token] of `${text}\n`.matchAll(TOKEN)) {
    if (token === "[" && line.trim() === "") return lines;
    if (token === "\n" && depth === 0) {
      lines.push(line);
      line = "";
    } else if (!token.startsWith("#")) {
      if (token === "[" || token === "{") depth++;
      if (token === "]" || token === "}") depth--;
      line += token;
    }
  }
  return lines;
}
