import type { LineRange } from "./line-range.ts";

/**
 * Reads a patch without context, line by line, and knows which lines of each file's new side are changed. Lines of
 * content are counted off, so that none of them is taken for a header. Source: git manual, "Generating patch text".
 */
export class HunkReader {
  readonly #lines = new Map<string, LineRange[]>();
  #file: string | null = null;
  /** Lines of content that are still to come in this hunk. */
  #left = 0;

  /** By file, each ascending. */
  get lines(): ReadonlyMap<string, readonly LineRange[]> {
    return this.#lines;
  }

  /** Takes the next line, without its line end. */
  read(line: string): void {
    if (this.#left > 0) {
      // "\ No newline at end of file" is no content.
      if (!line.startsWith("\\")) this.#left -= 1;
      return;
    }
    if (line.startsWith("+++ ")) this.#file = fileOf(line.slice(4));
    const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (hunk === null || this.#file === null) return;
    const [, removed = "1", start = "1", added = "1"] = hunk;
    this.#left = Number(removed) + Number(added);
    const from = Math.max(1, Number(start));
    const ranges = this.#lines.get(this.#file) ?? [];
    ranges.push({ from, to: Math.max(from, from + Number(added) - 1) });
    this.#lines.set(this.#file, ranges);
  }
}

/** The name of `b/NAME`, which is quoted where it has characters that need it; null for /dev/null. */
function fileOf(written: string): string | null {
  const text = written.replace(/\t$/, "");
  const name = text.startsWith('"') ? unquoted(text.slice(1, -1)) : text;
  return name.startsWith("b/") ? name.slice(2) : null;
}

const LETTERS: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** Source: git manual, core.quotePath: as in C, bytes as three octal digits. */
function unquoted(text: string): string {
  const bytes = Buffer.from(text, "utf8").toString("latin1");
  const plain = bytes.replace(/\\(?:([0-7]{3})|(.))/g, (_, octal: string | undefined, letter: string) =>
    String.fromCharCode(
      octal === undefined ? (LETTERS[letter] ?? letter.charCodeAt(0)) : Number.parseInt(octal, 8),
    ),
  );
  return Buffer.from(plain, "latin1").toString("utf8");
}
