import { stripVTControlCharacters } from "node:util";

/** ASCII, and the signs that we draw ourselves: one column each, and nearly every text there is. */
const NARROW = /^[\x20-\x7e✓✗•…·–→]*$/;

/** What makes one picture of several characters: joiner, variation selector, keycap, flags, skin tones. */
const JOINED = /[\u200d\ufe0f\u20e3\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}]/u;

/** Marks on the character before them, and what is not drawn. Conjoining vowels and finals of Hangul are such marks too. */
const NO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff\ud7b0-\ud7ff]/u;

const EMOJI = /\p{Emoji_Presentation}/u;

/**
 * First and last character of each range of two columns, emoji aside. Source: Unicode's EastAsianWidth.txt, W and F, ranges
 * joined over what is unassigned or has no width.
 */
const WIDE: readonly (readonly [number, number])[] = [
  ...([
    [0x1100, 0x115f],
    [0x2329, 0x232a],
    [0x2630, 0x2637],
    [0x268a, 0x268f],
    [0x2e80, 0x303e],
  ] as const),
  ...([
    [0x3041, 0x3247],
    [0x3250, 0xa4cf],
    [0xa960, 0xa97f],
    [0xac00, 0xd7a3],
    [0xf900, 0xfaff],
    [0xfe10, 0xfe19],
  ] as const),
  ...([
    [0xfe30, 0xfe6b],
    [0xff01, 0xff60],
    [0xffe0, 0xffe6],
    [0x16fe0, 0x18dff],
    [0x1aff0, 0x1b2fb],
  ] as const),
  ...([
    [0x1d300, 0x1d376],
    [0x1f200, 0x1f265],
    [0x20000, 0x3fffd],
  ] as const),
];

/** How many columns of a terminal `text`, one line of harmless characters, takes; styles (SGR) take none. */
export function displayWidth(text: string): number {
  if (NARROW.test(text)) return text.length;
  const plain = text.includes("\u001b") ? stripVTControlCharacters(text) : text;
  return clustersOf(plain).reduce((sum, cluster) => sum + clusterWidth(cluster), 0);
}

/** `text` in at most `width` columns, the last one `…` where something was cut; never a part of what is seen as one. */
export function cutToWidth(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  return `${fitting(text, width - 1)}…`;
}

/**
 * `text` in lines of at most `width` columns, broken at blanks, within a word only where that alone is wider; the first
 * begins with `first` blanks, the others with `next`. At least one line.
 */
export function wrapToWidth(text: string, width: number, first: number, next: number): readonly string[] {
  const begun = " ".repeat(next);
  const lines: string[] = [];
  let line = " ".repeat(first);
  let isBare = true;
  const take = (piece: string) => {
    line += piece;
    isBare = false;
  };
  const breakLine = () => {
    lines.push(line);
    line = begun;
    isBare = true;
  };
  for (const word of text.split(" ")) {
    const blank = isBare ? "" : " ";
    if (displayWidth(line + blank + word) <= width) {
      take(blank + word);
      continue;
    }
    if (!isBare) breakLine();
    for (const cluster of clustersOf(word)) {
      // Each line takes at least one, however narrow it is.
      if (!isBare && displayWidth(line + cluster) > width) breakLine();
      take(cluster);
    }
  }
  return [...lines, line];
}

function fitting(text: string, width: number): string {
  let taken = "";
  let left = width;
  for (const cluster of clustersOf(text)) {
    left -= clusterWidth(cluster);
    if (left < 0) break;
    taken += cluster;
  }
  return taken;
}

/** What is drawn as one: characters, with the marks on them. Intl is loaded only where pictures are joined. */
function clustersOf(text: string): readonly string[] {
  if (JOINED.test(text)) return Array.from(graphemes().segment(text), ({ segment }) => segment);
  const clusters: string[] = [];
  for (const character of text) {
    if (clusters.length > 0 && NO_WIDTH.test(character)) clusters.push(`${clusters.pop()}${character}`);
    else clusters.push(character);
  }
  return clusters;
}

let segmenter: Intl.Segmenter | null = null;

function graphemes(): Intl.Segmenter {
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return segmenter;
}

function clusterWidth(cluster: string): number {
  // As a picture, where a terminal knows it; one that does not would draw more.
  if (cluster.length > 1 && JOINED.test(cluster)) return 2;
  return Array.from(cluster, characterWidth).reduce((sum, width) => sum + width, 0);
}

function characterWidth(character: string): number {
  if (NO_WIDTH.test(character)) return 0;
  if (EMOJI.test(character)) return 2;
  const code = character.codePointAt(0) ?? 0;
  return WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}
