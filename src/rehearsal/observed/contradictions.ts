import type { StepHazards } from "../../hazards/find-hazards.ts";
import type { Effect } from "../../hazards/hazard.ts";
import type { Step } from "../../plan/plan.ts";
import { renderName } from "../../syntax/names.ts";
import type { ParsedStep } from "../../syntax/parse-steps.ts";
import type { Rehearsal } from "../rehearsal.ts";
import type { StatementTrace } from "../trace/statement-trace.ts";
import { observedTrace } from "./observed-trace.ts";

/**
 * A sentence for each table of which a hazard says that it is read or written anew, and the rehearsal has seen that it is
 * not: what was seen counts. On every statement that we know of there is none.
 */
export function makeContradictions(
  steps: readonly ParsedStep[],
  hazards: ReadonlyMap<Step, StepHazards>,
  traces: Rehearsal["traces"],
): readonly string[] {
  return steps.flatMap(({ step, statements }) =>
    statements.flatMap(({ index, statement }) => {
      const trace = observedTrace(traces, step, index);
      const effects = hazards.get(step)?.effects[index] ?? [];
      if (trace === null) return [];
      return unseen(effects, trace).map(
        (name) =>
          `${step.source.file}:${statement.line}: ${name} is said to be read or written anew there, and the rehearsal saw nothing of it. What was seen counts; please report it.`,
      );
    }),
  );
}

function unseen(effects: readonly Effect[], { locks, rewrites, scans }: StatementTrace): readonly string[] {
  const worked = new Set([...rewrites, ...scans]);
  const seen = new Set(locks.map(({ relation }) => relation));
  const names = effects.filter(({ work }) => work !== "none").map(({ relation }) => renderName(relation));
  return [...new Set(names)].filter((name) => seen.has(name) && !worked.has(name));
}
