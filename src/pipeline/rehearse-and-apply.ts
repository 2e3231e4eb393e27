import type { Session } from "../database/session.ts";
import { applyPlan } from "./apply-plan.ts";
import { askData } from "./ask-data.ts";
import { beginLook } from "./blast-radius.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { lookForHazards } from "./look-for-hazards.ts";
import { passGate } from "./pass-gate.ts";
import { rehearsePlan } from "./rehearse-plan.ts";
import { touchedNames } from "./touched-names.ts";

/** Of `rehearsal-budget` what the rows may take; the rest is for looking at what is touched. */
const SHARE_OF_DATA = 0.75;

/** Asks the target, rehearses the plan, and applies it where the gate lets it through. */
export async function rehearseAndApply(flow: Flow, session: Session, planned: Planned): Promise<void> {
  const { inputs, world } = flow;
  const { budgetMs } = inputs.rehearsal;
  const begun = performance.now();
  const read = await lookForHazards(flow, session, planned);
  await askData(flow, session, read, begun + budgetMs * SHARE_OF_DATA);
  const look = await beginLook(session, touchedNames(planned.plan.steps), {
    role: inputs.role,
    major: planned.facts.major,
    budgetMs: budgetMs - (performance.now() - begun),
    signal: world.signal,
  });
  await rehearsePlan(flow, session, planned);
  keep(flow, { blastRadius: await look.finish() });
  if (await passGate(flow, planned)) await applyPlan(flow, session, planned);
}
