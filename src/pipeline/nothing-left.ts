import { settledPlan } from "../gate/plan-need.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { lacking } from "./reasons.ts";

/** Where nothing is to be done and a plan is expected: said when it was done since; refused when it was another one. */
export function nothingLeft(flow: Flow, { plan, facts }: Planned): void {
  const { inputs, world } = flow;
  const { need, notice } = settledPlan({ inputs, connection: world.connection, facts, plan });
  if (need !== null) throw lacking([need]);
  if (notice !== null) keep(flow, { notices: [...flow.draft.notices, notice] });
}
