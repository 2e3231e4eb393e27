import { RETURN } from "../sql/characters.ts";

/** Part of a text, from the first offset to before the last, in UTF-16 units. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
  /** statement: what stands there is whole, with or without its `;`, and does not go on in the next range. */
  readonly ends?: "statement";
}

/** Where a line of another tool's divides a text. */
export interface Marker extends TextRange {
  /** Which part begins behind the line; null: the part goes on, without the line. */
  readonly begins: "up" | "down" | null;
  /** What the line ends, as in the range before it. */
  readonly ends?: "statement";
}

/** A text's way there and way back. */
export interface Sections {
  readonly up: readonly TextRange[];
  /** Null when no marker begins one. */
  readonly down: readonly TextRange[] | null;
}

/**
 * The lines of `text` that match `pattern` (with `g` and `m`, matching a line whole), as markers. `begins` says what each
 * means. Tools look at lines, not at SQL: one inside a string counts too.
 */
export function findMarkers(
  text: string,
  pattern: RegExp,
  begins: (match: RegExpExecArray) => Marker["begins"],
): readonly Marker[] {
  const markers: Marker[] = [];
  // Not `matchAll`, which copies the pattern for every text.
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text))
    markers.push({ from: match.index, to: match.index + match[0].length, begins: begins(match) });
  return markers;
}

/** `markers` for a tool that looks for the first of each way only: later ones are comments, and belong to no part. */
export function firstOfEachWay(markers: readonly Marker[]): readonly Marker[] {
  return markers.map((marker) => {
    const first = markers.find(({ begins }) => begins === marker.begins);
    return first === marker ? marker : { ...marker, begins: null };
  });
}

/**
 * `text` cut at `markers`, which belong to neither part. `before`: whose it is what stands before the first that begins
 * one; both: headers there are about the whole file.
 */
export function cutAtMarkers(
  text: string,
  markers: readonly Marker[],
  before: "up" | "both" | "neither",
): Sections {
  const up: TextRange[] = [];
  const down: TextRange[] = [];
  const rangesOf = { up: [up], down: [down], both: [up, down], neither: [] } as const;
  let part: keyof typeof rangesOf = before;
  let from = 0;
  const close = (end: Omit<TextRange, "from">) => {
    if (end.to > from) for (const ranges of rangesOf[part]) ranges.push({ from, ...end });
  };
  for (const { from: to, to: next, begins, ends } of markers) {
    close(ends === undefined ? { to } : { to, ends });
    part = begins ?? part;
    from = next;
  }
  close({ to: text.length });
  return { up, down: markers.some(({ begins }) => begins === "down") ? down : null };
}

/**
 * `text` up to the end of the last of `ranges` (ascending), with everything outside of them blank: its line ends stay, so
 * places stay places. Behind a range that ends a statement the first character of what is left out is a `;`.
 */
export function keepRanges(text: string, ranges: readonly TextRange[]): string {
  let kept = "";
  let at = 0;
  let mark = "";
  for (const { from, to, ends } of ranges) {
    const gap = mark + blank(text.slice(at + mark.length, from));
    kept += gap + text.slice(from, to);
    at = to;
    mark = ends === "statement" ? ";" : "";
  }
  return kept;
}

/** Blanks in place of all but line ends. By lines and not by a pattern: directories have thousands of files. */
function blank(text: string): string {
  if (text.includes("\r") && /\r(?!\n)/.test(text)) return text.replace(/[^\r\n]/g, " ");
  let blanked = "";
  let from = 0;
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", from)) {
    blanked +=
      text.charCodeAt(end - 1) === RETURN ? `${spaces(end - from - 1)}\r\n` : `${spaces(end - from)}\n`;
    from = end + 1;
  }
  return blanked + spaces(text.length - from);
}

const SPACES = " ".repeat(256);
const spaces = (count: number): string => (count > 256 ? " ".repeat(count) : SPACES.slice(0, count));
