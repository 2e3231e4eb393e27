import type { Session } from "../database/session.ts";
import { applyPlan } from "./apply-plan.ts";
import { beginLook } from "./blast-radius.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { passGate } from "./pass-gate.ts";
import { rehearsePlan } from "./rehearse-plan.ts";
import { touchedNames } from "./touched-names.ts";

/** Rehearses the plan, looks at what it touches before and after, and applies it where the gate lets it through. */
export async function rehearseAndApply(flow: Flow, session: Session, planned: Planned): Promise<void> {
  const { inputs, world } = flow;
  const look = await beginLook(session, touchedNames(planned.plan.steps), {
    role: inputs.role,
    major: planned.facts.major,
    budgetMs: inputs.rehearsal.budgetMs,
    signal: world.signal,
  });
  await rehearsePlan(flow, session, planned);
  keep(flow, { blastRadius: await look.finish() });
  if (await passGate(flow, planned)) await applyPlan(flow, session, planned);
}
