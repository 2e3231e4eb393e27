import type { Session } from "../database/session.ts";
import { readWriteFacts } from "../database/write-facts.ts";
import { MigrateError } from "../errors.ts";
import { EXPECTATION_TABLE } from "../ledger/expectation.ts";
import { concludeOrTell, tellForbidden, tellNotKept } from "./conclude-expectation.ts";
import type { Flow, Planned } from "./flow.ts";
import { planAgain } from "./plan-target.ts";
import { takeLock } from "./under-run-lock.ts";

/**
 * For an `up` that has nothing to do: concludes what a run that was cut off has left, and where nothing is kept begins to keep
 * it, if the role may. Where another run is at work it is left to that one. Never rejects, and stops nothing.
 */
export async function catchUpExpectation(flow: Flow, session: Session, planned: Planned): Promise<void> {
  try {
    if (!(await mayWrite(flow, session))) return;
    const lock = await takeLock(flow, planned.facts.major, 0);
    try {
      const now = await planAgain(flow, session, planned);
      const { expectation } = now.ledger;
      // Another run may have come and gone since.
      if (now.plan.steps.length > 0 || expectation === "kept") return;
      await concludeOrTell(flow, { now, session }, { before: null, byNames: expectation !== "begun" });
    } finally {
      await lock.release();
    }
  } catch (error) {
    if (flow.world.signal.aborted) throw error;
    if (!(error instanceof MigrateError && error.code === "RUN_LOCKED")) tellNotKept(flow, error);
  }
}

/** One read-only round trip: whether the role may keep it; what it lacks is told, but not that the server only reads. */
async function mayWrite(flow: Flow, session: Session): Promise<boolean> {
  const { ledger, role } = flow.inputs;
  const place = { ...ledger, historyTable: EXPECTATION_TABLE, role };
  const { readOnly, lackingOnSchema, history } = await readWriteFacts(session, place);
  if (readOnly !== null) return false;
  const lacking = history === null ? lackingOnSchema : history.lacking.filter((right) => right !== "DELETE");
  const on = history === null ? "schema" : "table";
  if (lacking.length > 0) tellForbidden(flow, `${lacking.join(" and ")} is lacking on the ${on}`);
  return lacking.length === 0;
}
