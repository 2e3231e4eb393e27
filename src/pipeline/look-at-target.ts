import type { ServerFacts } from "../database/server-facts.ts";
import type { Session } from "../database/session.ts";
import { errorsOf } from "../errors.ts";
import type { MigrationSet } from "../files/migration-file.ts";
import { readServerAndLedger } from "../ledger/read-ledger.ts";
import { type Flow, keep } from "./flow.ts";
import { planFrom } from "./plan-target.ts";
import { connect } from "./sessions.ts";

/** A database that a check only reads: what it has, and what `up` would do there. */
export interface LookedAt {
  readonly facts: ServerFacts;
  readonly session: Session;
  /** Versions that are pending there. */
  readonly pending: readonly string[];
  /** And applied. */
  readonly applied: readonly string[];
}

/**
 * The database that was given beside a check, with its ledger read and planned from: what is pending there is the
 * draft's standing. Nothing of it stops a check: what `up` would refuse there, or why it cannot be read, is a notice.
 * Null where none was given, it cannot be read, or `unwanted` is aborted: then nothing is to keep the process any more.
 * Rejects only when cancelled.
 */
export async function lookAtTarget(
  flow: Flow,
  set: MigrationSet,
  unwanted: AbortSignal,
): Promise<LookedAt | null> {
  const { inputs, world } = flow;
  if (inputs.target.kind === "none") return null;
  try {
    const read = (opened: Session) => readServerAndLedger(opened, inputs.ledger, inputs.role);
    const signal = AbortSignal.any([world.signal, unwanted]);
    const {
      session,
      value: { facts, ledger },
    } = await connect(flow, read, signal);
    const { plan } = await planFrom(flow, set, facts, ledger);
    const refused = plan.refusals.map(
      ({ message }) => `On "${facts.database}" \`up\` would be refused: ${message}`,
    );
    keep(flow, {
      facts,
      notices: [...flow.draft.notices, ...pendingNotice(facts, plan.pending), ...refused],
    });
    return { facts, session, pending: plan.pending, applied: plan.applied };
  } catch (error) {
    world.signal.throwIfAborted();
    if (unwanted.aborted) return null;
    const notice = `The database beside the check was not looked at: ${errorsOf(error)[0].message}`;
    keep(flow, { notices: [...flow.draft.notices, notice] });
    return null;
  }
}

function pendingNotice({ database }: ServerFacts, pending: readonly string[]): readonly string[] {
  if (pending.length === 0) return [`Nothing is pending on "${database}".`];
  const shown = pending.slice(0, 12).join(", ");
  const more = pending.length > 12 ? ` and ${pending.length - 12} more` : "";
  return [`Pending on "${database}", with this pull request: ${shown}${more}.`];
}
