import type { IndexFacts, MarkFacts, RunFacts } from "./facts.ts";

/** What one try showed: whether it went as it should, and what went wrong, or how well it went, in a few words. */
export interface Verdict {
  readonly isOk: boolean;
  readonly words: string;
}

export const OK: Verdict = { isOk: true, words: "" };

/** OK when nothing went wrong. */
export function verdictOf(wrong: readonly string[]): Verdict {
  return wrong.length === 0 ? OK : { isOk: false, words: wrong.join("; ") };
}

/** How `run` failed; nothing when it ended well. */
export function failureOf(who: string, { code, isStuck, said, durationMs }: RunFacts): string[] {
  if (isStuck) return [`${who} has not ended after ${Math.round(durationMs / 1000)} s`];
  if (code === 0) return [];
  return [`${who} fails${said === "" ? ", and says nothing" : ` (${shortly(said)})`}`];
}

/** What is wrong with marks that should be there once each. */
export function marksWrong(marks: MarkFacts): string[] {
  const counts = Object.entries(marks).map(([times, count]) => ({ times: Number(times), count }));
  const sum = (of: typeof counts) => of.reduce((total, { count }) => total + count, 0);
  const all = sum(counts);
  const twice = sum(counts.filter(({ times }) => times > 1));
  const never = sum(counts.filter(({ times }) => times === 0));
  return [
    ...(twice > 0 ? [`${twice} of ${all} run twice`] : []),
    ...(never > 0 ? [`${never} of ${all} not run`] : []),
  ];
}

/** What is wrong with the table's indexes where one valid one should be. */
export function indexesWrong({ valid, invalid }: IndexFacts): string[] {
  if (invalid > 0) return ["an invalid index stays"];
  return valid === 1 ? [] : [`${valid} indexes`];
}

/** What PostgreSQL's own messages say, which drivers and tools wrap in words of theirs. */
const KNOWN = [
  /duplicate key value violates unique constraint \W?(\w+)/,
  /prepared statement .{0,60}? (?:already exists|does not exist)/,
  /relation \S+ (?:already exists|does not exist)/,
  /deadlock detected/,
  /[A-Z][A-Z ]+ cannot run inside a transaction block/,
];

/** The first words of `said`: PostgreSQL's, where it has them, without what stands before them. */
export function shortly(said: string): string {
  const plain = said.replaceAll(/["'`\\]/g, "");
  const known = KNOWN.map((pattern) => pattern.exec(plain)).find((found) => found !== null);
  if (known) return known[1] === undefined ? known[0] : `duplicate key ${known[1]}`;
  const words = plain.replace(/^.*\b(?:ERROR|FATAL):\s*/, "").replace(/^.*?\berror:\s+(?=\S)/i, "");
  return words.length > 70 ? `${words.slice(0, 69).trimEnd()}…` : words;
}
