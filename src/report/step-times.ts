import type { ReportStep } from "./report.ts";

/** How long the rehearsal of a step took in milliseconds, over its rehearsed statements; null when none was. */
export function rehearsedMs(step: ReportStep): number | null {
  if (step.rehearsedMs !== undefined) return step.rehearsedMs;
  const times = step.statements.flatMap(({ durationMs }) => (durationMs === null ? [] : [durationMs]));
  return times.length === 0 ? null : times.reduce((sum, time) => sum + time, 0);
}

/** How many statements a step has. */
export const statementCount = (step: ReportStep): number => step.statementCount ?? step.statements.length;
