import { renderCount, renderDuration } from "../../amounts.ts";
import { inCodeFence } from "../foreign-text.ts";
import { renderMode } from "../held-locks.ts";
import type { ReportStep } from "../report.ts";
import type { ReportStatement } from "../report-statement.ts";
import { statementCount } from "../step-times.ts";

/** At most this much SQL of one migration, in UTF-16 units, so that a single one cannot push out all others. */
const STEP_LIMIT = 60_000;

/** The SQL of a step in a fence, each statement under a comment: its line, its time, what it locks, writes anew and reads. */
export function renderSql(step: ReportStep): string {
  return inCodeFence(renderStatements(step), "sql");
}

function renderStatements(step: ReportStep): string {
  const shown: string[] = [];
  let left = STEP_LIMIT;
  let leftOut = statementCount(step);
  for (const [index, statement] of step.statements.entries()) {
    const text = renderStatement(statement, index + 1);
    left -= text.length;
    if (left < 0) break;
    shown.push(text);
    leftOut -= statement.count ?? 1;
  }
  if (leftOut > 0) shown.push(`-- ${renderCount(leftOut, "more statement")} left out here`);
  return shown.join("\n\n");
}

function renderStatement(statement: ReportStatement, number: number): string {
  const { line, sql, truncated, count, durationMs, locks, rewrites, scans } = statement;
  // What was taken before is held on; it stands where it was taken.
  const own = locks.filter(({ heldSince }) => heldSince < 1 || heldSince >= number);
  const facts = [
    `line ${line}`,
    ...(count === undefined ? [] : [renderCount(count, "statement")]),
    ...(durationMs === null ? [] : [renderDuration(durationMs)]),
  ];
  const seen = [
    ...own.map(({ relation, mode }) => `${renderMode(mode)} on ${relation}`),
    ...(rewrites.length === 0 ? [] : [`rewrites ${rewrites.join(", ")}`]),
    ...(scans.length === 0 ? [] : [`reads all of ${scans.join(", ")}`]),
  ];
  const comment = [facts.join(" · "), ...seen].map((text) => `-- ${text.replace(/\s+/gu, " ")}`).join("\n");
  return `${comment}\n${sql}${truncated ? "\n-- … cut, the file has more" : ";"}`;
}
