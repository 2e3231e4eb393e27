import type { ListPart } from "../fit-to-bytes.ts";
import { clip, forMarkdown } from "../foreign-text.ts";
import { filesOf } from "../is-same.ts";
import type { Report } from "../report.ts";
import { renderName } from "./names.ts";

const NOTE_LIMIT = 2_000;

/** Warnings and notes that stop nothing. */
export function makeNoticeParts(report: Report): readonly ListPart[] {
  return makeList(
    "### Worth knowing",
    report.notices.map((notice) => `- ⚠️ ${renderNote(notice)}`),
    "notice",
  );
}

/** What the rehearsal could not try, and where the site's schema was not the target's. */
export function makeRehearsalParts(report: Report): readonly ListPart[] {
  const gaps = (report.rehearsal?.notRehearsed ?? []).map(
    ({ version, line, why }) => `- ${renderName(version)}, line ${line}: ${renderNote(why)}`,
  );
  const drift = (report.rehearsal?.drift ?? []).map((difference) => `- ${renderNote(difference)}`);
  const differences = report.rehearsal?.restoration?.differences ?? [];
  const left = differences.map((difference) => `- ${renderNote(difference)}`);
  return [
    ...makeList("### Taken back, the schema is not what it was before", left, "difference"),
    ...makeList("### Not rehearsed", gaps, "statement"),
    ...makeList(`### Drift: the target is not what the ${filesOf(report)} make`, drift, "difference"),
  ];
}

function makeList(before: string, items: readonly string[], noun: string): readonly ListPart[] {
  return items.length === 0
    ? []
    : [{ before: `${before}\n`, items, between: "\n", after: "", rank: 2, noun }];
}

function renderNote(text: string): string {
  return forMarkdown(clip(text, NOTE_LIMIT));
}
