import type { Step } from "../../plan/plan.ts";
import type { Rehearsal } from "../rehearsal.ts";
import type { StatementTrace } from "../trace/statement-trace.ts";

/** What statement `index` of `step` was seen to do; null where it was not run, or not seen by itself. */
export function observedTrace(traces: Rehearsal["traces"], step: Step, index: number): StatementTrace | null {
  const trace = traces.get(step)?.[index] ?? null;
  return trace?.basis === "observed" ? trace : null;
}
