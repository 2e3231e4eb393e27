import { renderCount, renderDuration } from "../amounts.ts";
import type { ListPart } from "../fit-to-bytes.ts";
import { inCodeFence } from "../foreign-text.ts";
import { renderTitle } from "../render-title.ts";
import type { Report, ReportStatement, ReportStep } from "../report.ts";
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
  const summary = `${renderHtmlName(renderTitle(step))} · ${renderCount(step.statements.length, "statement")}`;
  const sql = inCodeFence(renderStatements(step.statements), "sql");
  return `<details><summary>${summary}</summary>\n\nFile ${renderName(step.file)}\n\n${sql}\n\n</details>`;
}

function renderStatements(statements: readonly ReportStatement[]): string {
  const shown: string[] = [];
  let left = STEP_LIMIT;
  for (const statement of statements) {
    const text = renderStatement(statement);
    left -= text.length;
    if (left < 0) {
      shown.push(`-- ${renderCount(statements.length - shown.length, "more statement")} left out here`);
      break;
    }
    shown.push(text);
  }
  return shown.join("\n\n");
}

function renderStatement({ line, sql, truncated, durationMs, ...traced }: ReportStatement): string {
  const locks = traced.locks.map(({ relation, mode }) => `${mode} on ${relation}`);
  const notes = [
    `line ${line}`,
    ...(durationMs === null ? [] : [renderDuration(durationMs)]),
    ...(locks.length === 0 ? [] : [`locks ${locks.join(", ")}`]),
    ...(traced.rewrites.length === 0 ? [] : [`rewrites ${traced.rewrites.join(", ")}`]),
    ...(traced.scans.length === 0 ? [] : [`scans ${traced.scans.join(", ")}`]),
  ];
  const comment = notes.join(" · ").replace(/\s+/gu, " ");
  return `-- ${comment}\n${sql}${truncated ? "\n-- … cut, the file has more" : ";"}`;
}
