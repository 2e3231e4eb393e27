import { renderCount, renderDuration } from "../amounts.ts";
import type { ListPart } from "../fit-to-bytes.ts";
import { inCodeFence } from "../foreign-text.ts";
import { renderTitle } from "../render-title.ts";
import type { Report, ReportStep } from "../report.ts";
import type { ReportStatement } from "../report-statement.ts";
import { statementCount } from "../step-times.ts";
import { renderHtmlName, renderName } from "./names.ts";

/** At most this much SQL of one migration, in UTF-16 units, so that a single one cannot push out all others. */
const STEP_LIMIT = 60_000;

/** The SQL of each planned migration, folded; the first thing to be cut. */
export function makeSqlParts(report: Report): readonly ListPart[] {
  const items = (report.plan?.steps ?? []).map(renderStep);
  if (items.length === 0) return [];
  return [{ before: "### SQL", items, between: "\n\n", after: "", rank: 3, noun: "migration" }];
}

// The blank lines end the HTML block, so that the fence is read as Markdown. Source: GFM specification, 4.6, type 6.
function renderStep(step: ReportStep): string {
  const summary = `${renderHtmlName(renderTitle(step))} · ${renderCount(statementCount(step), "statement")}`;
  const sql = inCodeFence(renderStatements(step), "sql");
  return `<details><summary>${summary}</summary>\n\nFile ${renderName(step.file)}\n\n${sql}\n\n</details>`;
}

function renderStatements(step: ReportStep): string {
  const shown: string[] = [];
  let left = STEP_LIMIT;
  let leftOut = statementCount(step);
  for (const statement of step.statements) {
    const text = renderStatement(statement);
    left -= text.length;
    if (left < 0) break;
    shown.push(text);
    leftOut -= statement.count ?? 1;
  }
  if (leftOut > 0) shown.push(`-- ${renderCount(leftOut, "more statement")} left out here`);
  return shown.join("\n\n");
}

function renderStatement({ line, sql, truncated, count, durationMs, ...traced }: ReportStatement): string {
  const locks = traced.locks.map(({ relation, mode }) => `${mode} on ${relation}`);
  const notes = [
    `line ${line}`,
    ...(count === undefined ? [] : [renderCount(count, "statement")]),
    ...(durationMs === null ? [] : [renderDuration(durationMs)]),
    ...(locks.length === 0 ? [] : [`locks ${locks.join(", ")}`]),
    ...(traced.rewrites.length === 0 ? [] : [`rewrites ${traced.rewrites.join(", ")}`]),
    ...(traced.scans.length === 0 ? [] : [`scans ${traced.scans.join(", ")}`]),
  ];
  const comment = notes.join(" · ").replace(/\s+/gu, " ");
  return `-- ${comment}\n${sql}${truncated ? "\n-- … cut, the file has more" : ";"}`;
}
