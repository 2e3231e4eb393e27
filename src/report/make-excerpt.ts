import { forLog, makeVisible } from "./foreign-text.ts";
import type { Report, ReportFailure } from "./report.ts";

/** Lines of a failed statement as the file numbers them, the place marked by a caret; empty without a statement. */
export type Excerpt = readonly string[];

/**
 * The statement of `failure`, at most `contextLines` lines before and after the place. Without a known place the
 * first lines, unmarked. Harmless in a log and in a code fence.
 */
export function makeExcerpt(report: Report, failure: ReportFailure, contextLines: number): Excerpt {
  if (failure.statement === null) return [];
  const lines = failure.statement.replaceAll("\r\n", "\n").split("\n");
  const start = startOfStatement(report, failure);
  const marked = start === null || failure.at === null ? null : failure.at.line - start.line;
  const hasMark = marked !== null && marked >= 0 && marked < lines.length;
  const first = hasMark ? Math.max(0, marked - contextLines) : 0;
  const last = Math.min(lines.length, (hasMark ? marked : contextLines) + contextLines + 1);
  const width = String((start?.line ?? 1) + last).length;
  const excerpt: string[] = [];
  for (let index = first; index < last; index += 1) {
    const number = start === null ? "" : String(start.line + index);
    excerpt.push(`${number.padStart(width)} | ${forLog(lines[index] ?? "")}`.trimEnd());
    if (!hasMark || index !== marked) continue;
    const skipped = index === 0 ? (start?.column ?? 1) : 1;
    const column = (failure.at?.column ?? 1) - skipped;
    excerpt.push(`${" ".repeat(width)} | ${blanksFor(lines[index] ?? "", column)}^`);
  }
  return excerpt;
}

/** Where the failed statement begins in its file, from the failure or the plan; null when neither has it. */
function startOfStatement(
  report: Report,
  failure: ReportFailure,
): { readonly line: number; readonly column: number } | null {
  if (failure.statementAt !== undefined) return failure.statementAt;
  const step = report.plan?.steps.find(({ version }) => version === failure.version);
  const same = step?.statements.filter(({ sql }) => sql === failure.statement) ?? [];
  const line = failure.at?.line ?? 0;
  return same.findLast((statement) => statement.line <= line) ?? same[0] ?? null;
}

/** Blanks as wide as the first `column` characters of `line` when printed; tabs stay tabs. */
function blanksFor(line: string, column: number): string {
  const before = Array.from(line).slice(0, Math.max(0, column)).join("");
  return Array.from(makeVisible(before), (character) => (character === "\t" ? "\t" : " ")).join("");
}
