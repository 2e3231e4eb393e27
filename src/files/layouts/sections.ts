/** Part of a text, from the first offset to before the last, in UTF-16 units. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/** Where a line of another tool's divides a text. */
export interface Marker extends TextRange {
  /** Which part begins behind the line; null: the part goes on, without the line. */
  readonly begins: "up" | "down" | null;
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
  return [...text.matchAll(pattern)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
    begins: begins(match),
  }));
}

/** `text` cut at `markers`, which belong to neither part. `before`: what stands before the first that begins one. */
export function cutAtMarkers(text: string, markers: readonly Marker[], before: "up" | "neither"): Sections {
  const up: TextRange[] = [];
  const down: TextRange[] = [];
  let part: "up" | "down" | "neither" = before;
  let from = 0;
  const close = (to: number) => {
    if (to > from && part !== "neither") (part === "up" ? up : down).push({ from, to });
  };
  for (const marker of markers) {
    close(marker.from);
    part = marker.begins ?? part;
    from = marker.to;
  }
  close(text.length);
  return { up, down: markers.some(({ begins }) => begins === "down") ? down : null };
}

/** `text` with everything outside of `ranges` (ascending) blank: its line ends stay, so places stay places. */
export function keepRanges(text: string, ranges: readonly TextRange[]): string {
  let kept = "";
  let at = 0;
  for (const { from, to } of ranges) {
    kept += blank(text.slice(at, from)) + text.slice(from, to);
    at = to;
  }
  return kept + blank(text.slice(at));
}

const blank = (text: string): string => text.replace(/[^\r\n]+/g, (line) => " ".repeat(line.length));
