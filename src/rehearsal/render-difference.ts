import type { Difference } from "./compare-schemas.ts";

/** Longest value that is shown whole, and how much of a longer one is shown around its first difference. */
const WHOLE = 120;
const BEFORE = 20;
const AFTER = 60;

/** What is said of an object that only one side has. */
export interface DifferenceWords {
  readonly missing: string;
  readonly extra: string;
}

const OF_TARGET: DifferenceWords = { missing: "is missing", extra: "is there, and no migration makes it" };

/**
 * One line for people: `table public.users: column email is text, not character varying(255)`,
 * `table public.users: index idx_x (CREATE INDEX …) is missing`, `function public.f() is there, and no migration makes it`.
 */
export function renderDifference(difference: Difference): string {
  return renderDifferenceAs(difference, OF_TARGET);
}

/** The same of a schema that was to be again as it was before: `table public.users is left behind`, `… is gone`. */
export const renderLeft = (difference: Difference): string =>
  renderDifferenceAs(difference, { missing: "is gone", extra: "is left behind" });

/** The same, with words of one's own for what only one side has. */
export function renderDifferenceAs(difference: Difference, words: DifferenceWords): string {
  if (difference.kind !== "different") {
    const { object, part, aspects } = difference.fact;
    const value = part === null ? null : (aspects[""] ?? null);
    const what = `${named(object, part)}${value === null ? "" : ` (${clip(oneLine(value))})`}`;
    return `${what} ${words[difference.kind]}`;
  }
  const { object, part, aspect } = difference;
  const what = aspect === "" ? named(object, part) : `${named(object, part)}: ${aspect}`;
  const [found, expected] = around(difference.found, difference.expected);
  return `${what} is ${found}, not ${expected}`;
}

const named = (object: string, part: string | null): string =>
  part === null ? object : `${object}: ${part}`;

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

const clip = (text: string): string => (text.length <= WHOLE ? text : `${text.slice(0, WHOLE - 1)}…`);

/** Both values whole where they are short, else the pieces of them where they begin to differ. */
function around(found: string | null, expected: string | null): readonly [string, string] {
  if (found === null || expected === null) return [shown(found), shown(expected)];
  const [a, b] = [oneLine(found), oneLine(expected)];
  // Only line ends and blanks differ: nothing of that is seen in one line.
  if (a === b) return [JSON.stringify(clip(found)), JSON.stringify(clip(expected))];
  if (a.length <= WHOLE && b.length <= WHOLE) return [a, b];
  let same = 0;
  while (same < Math.min(a.length, b.length) && a[same] === b[same]) same += 1;
  return [piece(a, same), piece(b, same)];
}

const shown = (value: string | null): string => (value === null ? "none" : clip(oneLine(value)));

function piece(text: string, at: number): string {
  const from = Math.max(0, at - BEFORE);
  const to = at + AFTER;
  return `${from > 0 ? "…" : ""}${text.slice(from, to)}${to < text.length ? "…" : ""}`;
}
