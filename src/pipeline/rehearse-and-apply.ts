import type { Session } from "../database/session.ts";
import { applyPlan } from "./apply-plan.ts";
import { beginLook } from "./begin-look.ts";
import type { Flow, Planned } from "./flow.ts";
import { passGate } from "./pass-gate.ts";
import { rehearsePlan } from "./rehearse-plan.ts";

/** Looks at what the plan touches, rehearses it meanwhile, and applies it where the gate lets it through. */
export async function rehearseAndApply(flow: Flow, session: Session, planned: Planned): Promise<void> {
  const look = await beginLook(flow, session, planned);
  await rehearsePlan(flow, session, planned, look.cluster);
  await look.finish();
  if (await passGate(flow, planned)) await applyPlan(flow, session, planned);
}
