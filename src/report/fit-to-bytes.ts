import { renderNumber } from "../amounts.ts";
/** A piece of a page: whole, or a list that may lose its last items. */
export type Part = string | ListPart;

/** Items that may be left out from the end when the page would grow too long. */
export interface ListPart {
  /** What stands in front of the items, such as a heading or a table's head. */
  readonly before: string;
  readonly items: readonly string[];
  /** `\n` for rows and bullets, `\n\n` for blocks. */
  readonly between: "\n" | "\n\n";
  /** What closes the list; empty: nothing. */
  readonly after: string;
  /** 0 is kept longest; the highest is cut first. */
  readonly rank: number;
  /** What the items are, for the note: `migration`. */
  readonly noun: string;
}

/**
 * The parts as one Markdown text of at most `budgetBytes` in UTF-8, in the given order with blank lines between.
 * Plain strings stay whole; lists are filled in order of rank, and each that was cut says by how much.
 */
export function fitToBytes(parts: readonly Part[], budgetBytes: number): string {
  return fitParts(parts, budgetBytes, (text) => Buffer.byteLength(text, "utf8"));
}

/** The same in at most `budget` UTF-16 units. */
export function fitToCharacters(parts: readonly Part[], budget: number): string {
  return fitParts(parts, budget, (text) => text.length);
}

type SizeOf = (text: string) => number;

function fitParts(parts: readonly Part[], budget: number, sizeOf: SizeOf): string {
  const written = new Map<ListPart, string>();
  const lists = parts.filter((part) => typeof part !== "string");
  let left = budget;
  for (const part of parts) left -= sizeOf(typeof part === "string" ? part : writeList(part, 0)) + 2;
  for (const list of lists.toSorted((a, b) => a.rank - b.rank)) {
    const text = writeList(list, countThatFit(list, left, sizeOf));
    left -= sizeOf(text) - sizeOf(writeList(list, 0));
    written.set(list, text);
  }
  const texts = parts.map((part) => (typeof part === "string" ? part : (written.get(part) ?? "")));
  return `${texts.filter((text) => text !== "").join("\n\n")}\n`;
}

function countThatFit(list: ListPart, budget: number, sizeOf: SizeOf): number {
  // 16: the note's count may gain a digit group against the one reserved for.
  let left = budget - 16;
  let count = 0;
  for (const item of list.items) {
    left -= sizeOf(item) + list.between.length;
    if (left < 0) break;
    count += 1;
  }
  return count;
}

function writeList(list: ListPart, count: number): string {
  const total = list.items.length;
  if (total === 0) return "";
  const cut = total - count;
  const note =
    cut === 0
      ? ""
      : `_${renderNumber(cut)} of ${renderNumber(total)} ${list.noun}s left out here: the page would be too long. The JSON report (output \`report-path\`) has them._`;
  const items = list.items.slice(0, count).join(list.between);
  const head =
    list.between === "\n" ? [list.before, items].filter((text) => text !== "").join("\n") : list.before;
  const blocks = list.between === "\n" ? [head] : [head, items];
  return [...blocks, note, list.after].filter((text) => text !== "").join("\n\n");
}
