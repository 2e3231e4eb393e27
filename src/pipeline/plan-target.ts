import type { ServerFacts } from "../database/server-facts.ts";
import type { Session } from "../database/session.ts";
import type { MigrationSet } from "../files/migration-file.ts";
import type { Inputs } from "../inputs/inputs.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { readLedger } from "../ledger/read-ledger.ts";
import { makeDownPlan } from "../plan/make-down-plan.ts";
import { makePlan, type PlanRules } from "../plan/make-plan.ts";
import type { Plan } from "../plan/plan.ts";
import { type Flow, keep, type Planned } from "./flow.ts";

/** The session that the run works on; waits for a server that is not there yet. */
export async function connect(flow: Flow): Promise<Session> {
  const { signal, onProgress } = flow.world;
  const session = await flow.connector.openWaiting({
    waitMs: flow.inputs.waitForDatabaseMs,
    signal,
    onProgress,
  });
  flow.sessions.push(session);
  return session;
}

/** Reads the ledger again, all of it, and plans from it. */
export async function planAgain(flow: Flow, session: Session, { set, facts }: Planned): Promise<Planned> {
  const ledger = await readLedger(session, flow.inputs.ledger, flow.inputs.role);
  return planFrom(flow, set, facts, ledger);
}

/** The plan for `ledger`; the draft's standing is what was read last. */
export function planFrom(flow: Flow, set: MigrationSet, facts: ServerFacts, ledger: Ledger): Planned {
  const { inputs, world } = flow;
  const target = { host: world.connection.host, port: world.connection.port, database: facts.database };
  const plan = makePlanOf(inputs, set, ledger, target);
  keep(flow, { standing: plan });
  return { set, ledger, plan, facts };
}

/** The plan that the command means. */
function makePlanOf(inputs: Inputs, set: MigrationSet, ledger: Ledger, target: PlanRules["target"]): Plan {
  const { range, batch, outOfOrder } = inputs;
  const rules = { range, outOfOrder, ledger: inputs.ledger, target };
  switch (inputs.command) {
    case "down":
      return makeDownPlan(set, ledger, { ...rules, range: { ...range, batch } });
    case "baseline":
      // Nothing is run, so nothing is out of order, and what is said of running it does not matter.
      return { ...makePlan(set, ledger, { ...rules, outOfOrder: "allow" }), notices: [] };
    default:
      return makePlan(set, ledger, rules);
  }
}
