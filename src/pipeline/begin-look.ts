import type { ClusterFacts } from "../database/cluster-facts.ts";
import type { Session } from "../database/session.ts";
import { askData } from "./ask-data.ts";
import type { Budget } from "./budget.ts";
import { beginCount } from "./count-traffic.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { judgeRehearsal } from "./judge-rehearsal.ts";
import { type EnvironmentGiven, lookAround } from "./look-around.ts";
import { lookForHazards } from "./look-for-hazards.ts";
import { onUsable } from "./sessions.ts";

/** A look at the target, begun. */
export interface BegunLook {
  /**
   * Puts what the rehearsal has shown, and what else there is to see of the target, into the draft. Resolves to the session
   * that it asked on: another one where the first was lost while the rehearsal had no question for it.
   */
  finish(): Promise<Session>;
}

/** What is known of the target before it is looked at, and how long that may take. */
export interface LookGiven extends EnvironmentGiven {
  readonly cluster: ClusterFacts;
  readonly budget: Budget;
}

/**
 * Reads of the target what the plan's statements touch, within `rehearsal-budget`, and puts their hazards into the draft.
 * All of it is read-only; of an empty database nothing is asked before `finish`: its session may be the rehearsal's until
 * then.
 */
export async function beginLook(
  flow: Flow,
  session: Session,
  planned: Planned,
  { cluster, budget, ...given }: LookGiven,
): Promise<BegunLook> {
  const { facts } = planned;
  const { major } = facts;
  const question = await lookForHazards(flow, session, planned, { isEmpty: cluster.isEmpty, budget });
  const { steps, facts: catalog, parse } = question;
  const count = await beginCount(session, catalog, { major, budget, signal: flow.world.signal });
  await budget.spend((limitMs) =>
    askData(flow, session, question, performance.now() + limitMs * SHARE_OF_DATA),
  );
  const finish = async () => {
    const { session: own, value: blastRadius } = await onUsable(flow, session, count.finish);
    keep(flow, { blastRadius });
    await judgeRehearsal(flow, { steps, parse, target: { session: own, major, leftMs: budget.leftMs } });
    // Not before: the session is the rehearsal's until it has read of the target what it needs.
    await budget.spend((limitMs) => lookAround(flow, own, { ...given, facts, steps, catalog, limitMs }));
    return own;
  };
  return { finish };
}

/** Of what is left for looking: the rest is for who is in the way, which is asked last. */
const SHARE_OF_DATA = 0.75;
