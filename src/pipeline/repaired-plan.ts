import { withSteps } from "../plan/make-repair-plan.ts";
import type { Plan } from "../plan/plan.ts";
import { scriptRefusals } from "../plan/script-refusals.ts";
import { forcedStep } from "../recovery/forced-step.ts";
import type { Concluded } from "../recovery/resume-plan.ts";
import type { Flow, Planned } from "./flow.ts";

/** The plan of a repair: what a person chose of what is concluded; of what is only recorded nothing. */
export function repairedPlan(flow: Flow, { plan, facts }: Planned, concluded: readonly Concluded[]): Plan {
  const { inputs, world } = flow;
  const { resolve } = inputs;
  const steps =
    resolve === "resume" || resolve === "skip" ? concluded.map((one) => forcedStep(one, resolve)) : [];
  const { host, port } = world.connection;
  const forced = withSteps(plan, steps, { host, port, database: facts.database });
  return { ...forced, refusals: steps.flatMap(scriptRefusals) };
}
