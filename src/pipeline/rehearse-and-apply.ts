import type { Session } from "../database/session.ts";
import { applyPlan } from "./apply-plan.ts";
import type { Flow, Planned } from "./flow.ts";
import { lookForHazards } from "./look-for-hazards.ts";
import { passGate } from "./pass-gate.ts";
import { rehearsePlan } from "./rehearse-plan.ts";

/** Rehearses the plan, and applies it where the gate lets it through. */
export async function rehearseAndApply(flow: Flow, session: Session, planned: Planned): Promise<void> {
  await lookForHazards(flow, planned);
  await rehearsePlan(flow, session, planned);
  if (await passGate(flow, planned)) await applyPlan(flow, session, planned);
}
