import { readClusterFacts } from "../database/cluster-facts.ts";
import type { Session } from "../database/session.ts";
import { driftNeed } from "../gate/drift-need.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { lacking } from "./reasons.ts";
import { rehearsePlan } from "./rehearse-plan.ts";

/**
 * A dry run with nothing pending: compares the target with what its applied files make, as the rehearsal of pending ones
 * does beside them. Somebody may have changed the schema by hand since; what runs on a schedule asks for just that.
 */
export async function lookForDrift(flow: Flow, session: Session, planned: Planned): Promise<void> {
  const cluster = await readClusterFacts(session, flow.inputs.ledger.schema);
  await rehearsePlan(flow, session, planned, cluster);
  const { rehearsal } = flow.draft;
  if (rehearsal === null) return;
  if (rehearsal.site === "none") {
    const notice = `The target was not compared with what its applied files make. ${rehearsal.description}`;
    keep(flow, { notices: [...flow.draft.notices, notice] });
  }
  const need = driftNeed({ inputs: flow.inputs, rehearsal });
  if (need !== null) throw lacking([need]);
}
