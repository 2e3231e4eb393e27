import type { StepHazards } from "../hazards/find-hazards.ts";
import { type Hazard, LEVELS } from "../hazards/hazard.ts";
import type { Inputs } from "../inputs/inputs.ts";
import type { Plan, Step } from "../plan/plan.ts";
import type { Need } from "./need.ts";

/** A plan, and what was found in it. */
export interface HazardQuestion {
  readonly inputs: Inputs;
  readonly plan: Plan;
  /** Null where the plan is of steps that are not judged: `down` takes away what `up` made, and that is told as losses. */
  readonly hazards: ReadonlyMap<Step, StepHazards> | null;
}

/** Hazards at the level of `fail-on` or above that no file allows: the gravest in words; null where there are none. */
export function hazardNeed({ inputs, plan, hazards }: HazardQuestion): Need | null {
  const { failOn } = inputs;
  if (failOn === "never" || hazards === null) return null;
  const stopping = LEVELS.slice(0, LEVELS.indexOf(failOn) + 1);
  const found = plan.steps.flatMap((step) =>
    (hazards.get(step)?.hazards ?? [])
      .filter(({ level, allowedBecause }) => allowedBecause === null && stopping.includes(level))
      .map((hazard) => ({ hazard, file: step.source.file })),
  );
  const [first] = found.toSorted((a, b) => LEVELS.indexOf(a.hazard.level) - LEVELS.indexOf(b.hazard.level));
  if (first === undefined) return null;
  const rest = found.length === 1 ? "" : ` And ${found.length - 1} more, each named in the plan.`;
  const { rule } = first.hazard;
  return {
    code: "HAZARDS",
    message: `${renderHazard(first.hazard, first.file)}${rest}`,
    hint: `Write it the safe way that the plan shows, or accept it in the file with a reason: \`-- migrate:allow ${rule} reason: …\`. \`fail-on: never\` shows hazards and stops nothing.`,
  };
}

const renderHazard = ({ rule, level, line, message }: Hazard, file: string): string =>
  `${file}:${line} has a hazard of level ${level} (${rule}): ${message}`;
