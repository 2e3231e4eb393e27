import { readIsEmpty } from "../database/is-empty.ts";
import { Budget } from "./budget.ts";
import { type Flow, keep } from "./flow.ts";
import { gather } from "./gather.ts";
import { lookForHazards } from "./look-for-hazards.ts";
import { planFrom } from "./plan-target.ts";
import { withAdoption } from "./with-adoption.ts";

/** Plans, and reads of the catalog what the hazards of the plan's statements depend on. Writes nothing, and runs nothing of it. */
export async function previewPlan(flow: Flow): Promise<void> {
  const { set, session, facts, ledger } = await gather(flow);
  keep(flow, { facts });
  const planned = await withAdoption(flow, session, await planFrom(flow, set, facts, ledger));
  const { plan } = planned;
  keep(flow, { plan, notices: [...flow.draft.notices, ...plan.notices] });
  if (plan.steps.length === 0) return;
  const isEmpty = await readIsEmpty(session);
  const budget = new Budget(flow.inputs.rehearsal.budgetMs);
  await lookForHazards(flow, session, planned, { isEmpty, budget });
}
