import { renderNumber } from "../amounts.ts";
import { clip } from "./foreign-text.ts";
import type { ReportPreflight } from "./report-preflight.ts";

/** Longest question and reason that is shown, in UTF-16 units. */
const MOST_WORDS = 500;

/** Longest piece of a key. */
const MOST_KEY = 60;

/** The question, cut; what it names is foreign, and not yet harmless, as in all that follows. */
export const renderQuestion = ({ question }: ReportPreflight): string => clip(question, MOST_WORDS);

/** `none`, `2: id 4, 5`, `more than 1,000: id 1, 2`, or why nobody knows. */
export function renderAnswer(row: ReportPreflight): string {
  if (row.answer === "holds") return "none";
  if (row.answer === "not-answered") return `not answered: ${clip(row.why ?? "nobody asked", MOST_WORDS)}`;
  const keys = renderKeys(row);
  return `${renderCount(row)}${keys === "" ? "" : `: ${keys}`}`;
}

function renderCount({ count, isExact }: ReportPreflight): string {
  const number = renderNumber(count ?? 1);
  if (isExact) return number;
  return count === 1 ? "at least one" : `more than ${number}`;
}

function renderKeys({ keyColumns, keys }: ReportPreflight): string {
  if (keys.length === 0) return "";
  const pieces = keys.map((key) => key.map((value) => clip(value, MOST_KEY)));
  const isSingle = keyColumns.length === 1;
  const name = isSingle ? keyColumns.join() : `(${keyColumns.join(", ")})`;
  return `${clip(name, 200)} ${pieces.map((key) => (isSingle ? key.join() : `(${key.join(", ")})`)).join(", ")}`;
}
