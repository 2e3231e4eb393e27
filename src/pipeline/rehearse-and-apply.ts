import { type ClusterFacts, readClusterFacts } from "../database/cluster-facts.ts";
import type { Session } from "../database/session.ts";
import { applyPlan } from "./apply-plan.ts";
import { type BegunLook, beginLook } from "./begin-look.ts";
import { checkWritable } from "./check-writable.ts";
import type { Flow, Planned } from "./flow.ts";
import { passGate } from "./pass-gate.ts";
import { rehearsePlan } from "./rehearse-plan.ts";

/** Looks at what the plan touches, rehearses it, and applies it where the gate lets it through. */
export async function rehearseAndApply(flow: Flow, session: Session, planned: Planned): Promise<void> {
  await checkWritable(flow, session, planned);
  const cluster = await readClusterFacts(session, flow.inputs.ledger.schema);
  const look = await lookAndRehearse(flow, session, planned, cluster);
  await look.finish();
  if (await passGate(flow, planned)) await applyPlan(flow, session, planned);
}

/** Of an empty database nothing is asked: what the files say is looked at while the site starts. */
async function lookAndRehearse(
  flow: Flow,
  session: Session,
  planned: Planned,
  cluster: ClusterFacts,
): Promise<BegunLook> {
  const rehearse = () => rehearsePlan(flow, session, planned, cluster);
  if (cluster.isEmpty) {
    const rehearsing = rehearse();
    const [look] = await Promise.all([beginLook(flow, session, planned, cluster), rehearsing]);
    return look;
  }
  const look = await beginLook(flow, session, planned, cluster);
  await rehearse();
  return look;
}
