import type { Session } from "../database/session.ts";
import { readWriteFacts } from "../database/write-facts.ts";
import type { Need } from "../gate/need.ts";
import { writeNeed } from "../gate/write-need.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { lacking } from "./reasons.ts";

/**
 * Sees to it, before anything is rehearsed, that the target can be written: rejects with TARGET_READ_ONLY or
 * LEDGER_FORBIDDEN. A run that only shows goes on, and says what `up` would meet: what is lacking, null for nothing.
 */
export async function checkWritable(flow: Flow, session: Session, planned: Planned): Promise<Need | null> {
  const { inputs } = flow;
  // Somebody else will apply it, whose rights this connection does not have.
  if (inputs.dryRun && inputs.rehearsal.as !== null) return null;
  const { facts, ledger, plan } = planned;
  const place = { ...inputs.ledger, historyTable: "migration_history", role: inputs.role };
  const need = writeNeed({
    facts: await readWriteFacts(session, place),
    ledger,
    name: inputs.ledger,
    user: facts.user,
    database: facts.database,
    deletes: plan.steps.some(
      ({ direction, replaces, script }) =>
        direction === "down" || replaces !== null || script.ownLedgerRows.length > 0,
    ),
    recordsBackup: inputs.deploy.backup !== null,
  });
  if (need === null) return null;
  if (!inputs.dryRun) throw lacking([need]);
  const notice = `It could not be applied as things are: ${need.message} ${need.hint}`;
  keep(flow, { notices: [...flow.draft.notices, notice] });
  return need;
}
