import { isDeepStrictEqual } from "node:util";
import { readClusterFacts } from "../database/cluster-facts.ts";
import type { Session } from "../database/session.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import { applyPlan } from "./apply-plan.ts";
import { askBackup } from "./ask-backup.ts";
import { type BegunLook, beginLook, type LookGiven } from "./begin-look.ts";
import { Budget } from "./budget.ts";
import { checkWritable } from "./check-writable.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { nothingLeft } from "./nothing-left.ts";
import { passGate } from "./pass-gate.ts";
import { planAgain } from "./plan-target.ts";
import { refused } from "./reasons.ts";
import { rehearsePlan } from "./rehearse-plan.ts";
import { withRecovery } from "./with-recovery.ts";

/** Looks at what the plan touches, rehearses it, and applies it where the gate lets it through. */
export async function rehearseAndApply(flow: Flow, session: Session, planned: Planned): Promise<void> {
  const { inputs } = flow;
  const unwritable = await checkWritable(flow, session, planned);
  let budget = new Budget(inputs.rehearsal.budgetMs);
  const { answer: backup, session: afterBackup } = await askBackup(flow, session, budget);
  const { notices } = flow.draft;
  let own = afterBackup;
  let now = planned;
  for (;;) {
    const cluster = await readClusterFacts(own, inputs.ledger.schema);
    const look = await lookAndRehearse(flow, own, now, { cluster, budget, backup, unwritable });
    own = await look.finish();
    const since = flow.draft.rehearsal?.ok === false ? await planSince(flow, own, now) : null;
    if (since === null) break;
    now = since;
    budget = new Budget(inputs.rehearsal.budgetMs);
    keep(flow, { plan: now.plan, rehearsal: null, hazards: null, notices });
    if (now.plan.refusals.length > 0) throw refused(now.plan.refusals);
    if (now.plan.steps.length === 0)
      return inputs.gate.expectedPlan === null ? undefined : nothingLeft(flow, now);
  }
  if (await passGate(flow, now)) await applyPlan(flow, own, now);
}

/**
 * The plan as it is by now, where another run has changed the ledger since `planned`; else null. What that run has made
 * may have stood on the site already, so that a migration of the plan failed there which is no longer pending.
 */
async function planSince(flow: Flow, session: Session, planned: Planned): Promise<Planned | null> {
  const now = await planAgain(flow, session, planned);
  if (isDeepStrictEqual(rowsOf(now), rowsOf(planned))) return null;
  return await withRecovery(flow, session, now, "not-ours-yet");
}

const rowsOf = ({ ledger }: Planned): ReadonlyMap<string, LedgerRow> =>
  new Map(ledger.rows.map((row) => [row.version, row]));

/** Of an empty database nothing is asked: what the files say is looked at while the site starts. */
async function lookAndRehearse(
  flow: Flow,
  session: Session,
  planned: Planned,
  given: LookGiven,
): Promise<BegunLook> {
  const { cluster } = given;
  const rehearse = () => rehearsePlan(flow, session, planned, cluster);
  if (cluster.isEmpty) {
    const rehearsing = rehearse();
    const [look] = await Promise.all([beginLook(flow, session, planned, given), rehearsing]);
    return look;
  }
  const look = await beginLook(flow, session, planned, given);
  await rehearse();
  return look;
}
