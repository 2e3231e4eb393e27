import { isConnectionLoss } from "../database/server-error.ts";
import type { Session } from "../database/session.ts";
import { beginExpectation } from "../ledger/expectation-statements.ts";
import { readListing, writeExpectation } from "../ledger/write-expectation.ts";
import { type Begun, concludeOrTell, tellNotKept } from "./conclude-expectation.ts";
import type { Flow, Planned } from "./flow.ts";
import { onUsable } from "./sessions.ts";
import type { Locked } from "./under-run-lock.ts";

const UNKNOWN: Begun = { before: null, byNames: true };

/**
 * Keeps what stands before the run's first change, and sees to it that at the end, however it comes, what is expected follows
 * from that. Resolves to the session to go on with. Never rejects, and stops no run: what cannot be kept is told.
 */
export async function keepExpectation(flow: Flow, locked: Locked): Promise<Session> {
  const { now, session, atEnd } = locked;
  if (now.plan.steps.length === 0) {
    concludeOlder(flow, locked);
    return session;
  }
  const asked = await onUsable(flow, session, (own) => begin(flow, own, now)).catch(() => null);
  atEnd((end) => concludeOrTell(flow, end, asked?.value ?? UNKNOWN));
  return asked?.session ?? session;
}

/** Where nothing is left to be done: what a run that was cut off, or one that knew nothing of it, has left to be concluded. */
function concludeOlder(flow: Flow, { now, atEnd }: Locked): void {
  const { expectation } = now.ledger;
  if (expectation === "kept") return;
  atEnd((end) => concludeOrTell(flow, end, { before: null, byNames: expectation !== "begun" }));
}

/** Sees to it that what the applied files name is expected at the end: nothing was run, and it stands there already. */
export function establishExpectation(flow: Flow, { atEnd }: Pick<Locked, "atEnd">): void {
  atEnd((end) => concludeOrTell(flow, end, UNKNOWN));
}

/** Where nothing is kept yet this writes nothing: a first run that fails leaves no more than it would. */
async function begin(flow: Flow, session: Session, { ledger }: Planned): Promise<Begun> {
  const { inputs } = flow;
  try {
    if (ledger.expectation === "absent" || ledger.expectation === "none")
      return { before: await readListing(session, inputs), byNames: ledger.rows.length > 0 };
    await writeExpectation(session, [beginExpectation(inputs.ledger)], inputs);
    return { before: null, byNames: false };
  } catch (error) {
    if (isConnectionLoss(error)) throw error;
    tellNotKept(flow, error);
    return UNKNOWN;
  }
}
