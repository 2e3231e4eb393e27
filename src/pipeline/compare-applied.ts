import { readClusterFacts } from "../database/cluster-facts.ts";
import { chooseVerified } from "../plan/choose-verified.ts";
import { askedFilesOf } from "../verification/verification.ts";
import { askOnTarget } from "./ask-on-target.ts";
import { type Flow, keep } from "./flow.ts";
import { gather } from "./gather.ts";
import { planFrom } from "./plan-target.ts";
import { rehearsePlan } from "./rehearse-plan.ts";

/**
 * Compares the target with what its applied files make, and asks it their questions. The draft has a rehearsal where that
 * was to be had, and a verification; what does not hold is said there, and is no error. Neither is looked at where the plan
 * is refused: then the files are not what was applied.
 */
export async function compareApplied(flow: Flow): Promise<void> {
  const { set, session, facts, ledger } = await gather(flow);
  keep(flow, { facts });
  const planned = await planFrom(flow, set, facts, ledger);
  const { plan } = planned;
  keep(flow, { plan });
  if (plan.refusals.length > 0) return;
  const { files } = chooseVerified(plan.match, set, { target: null, version: null, steps: null });
  const asked = askedFilesOf(files);
  keep(flow, { verification: [] });
  // Heard as `verification`.
  if (asked.length > 0) await askOnTarget(flow, session, asked);
  const cluster = await readClusterFacts(session, flow.inputs.ledger.schema);
  await rehearsePlan(flow, session, { ...planned, plan: { ...plan, steps: [] } }, cluster);
}
