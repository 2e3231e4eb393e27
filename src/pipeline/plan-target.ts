import type { ServerFacts } from "../database/server-facts.ts";
import type { Session } from "../database/session.ts";
import type { MigrationSet } from "../files/migration-file.ts";
import type { Inputs } from "../inputs/inputs.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { readLedger } from "../ledger/read-ledger.ts";
import { chooseUp, type PlanRules } from "../plan/choose-up.ts";
import { completePlan } from "../plan/complete-plan.ts";
import type { Plan } from "../plan/plan.ts";
import { type Flow, keep, type Planned } from "./flow.ts";

/** Reads the ledger again, all of it, and plans from it. */
export async function planAgain(flow: Flow, session: Session, { set, facts }: Planned): Promise<Planned> {
  const ledger = await readLedger(session, flow.inputs.ledger, flow.inputs.role);
  return planFrom(flow, set, facts, ledger);
}

/** The plan for `ledger`; the draft's standing is what was read last. */
export async function planFrom(
  flow: Flow,
  set: MigrationSet,
  facts: ServerFacts,
  ledger: Ledger,
): Promise<Planned> {
  const { inputs, world } = flow;
  const target = { host: world.connection.host, port: world.connection.port, database: facts.database };
  const plan = await makePlanOf(inputs, set, ledger, target);
  keep(flow, { standing: plan });
  return { set, ledger, plan, facts };
}

/** The plan that the command means. */
async function makePlanOf(
  inputs: Inputs,
  set: MigrationSet,
  ledger: Ledger,
  target: PlanRules["target"],
): Promise<Plan> {
  const { range, batch, outOfOrder } = inputs;
  const rules = { range, outOfOrder, halfWay: "resume", ledger: inputs.ledger, target } as const;
  switch (inputs.command) {
    case "down": {
      const { makeDownPlan } = await import("../plan/make-down-plan.ts");
      return makeDownPlan(set, ledger, { ...rules, range: { ...range, batch } });
    }
    case "repair": {
      const { makeRepairPlan, makeStandingPlan } = await import("../plan/make-repair-plan.ts");
      if (inputs.acceptChecksum !== null || inputs.acceptGone !== null)
        return makeStandingPlan(set, ledger, { ledger: inputs.ledger, target });
      return makeRepairPlan(set, ledger, { version: range.version, ledger: inputs.ledger, target });
    }
    case "baseline":
      // Nothing is run, so nothing is out of order, and what is said of running it does not matter.
      return {
        ...(await makeUpPlan(set, ledger, { ...rules, outOfOrder: "allow", halfWay: "refuse" })),
        notices: [],
      };
    case "verify":
      // Its own range is that of what is applied.
      return await makeUpPlan(set, ledger, { ...rules, range: { target: null, version: null, steps: null } });
    default:
      return await withBacks(inputs, set, await makeUpPlan(set, ledger, rules), target);
  }
}

/** `plan` with its ways back where all or nothing is asked for. */
async function withBacks(
  { command, onFailure, ledger }: Inputs,
  { layout }: MigrationSet,
  plan: Plan,
  target: PlanRules["target"],
): Promise<Plan> {
  const isAsked = onFailure === "rollback-batch" && (command === "up" || command === "plan");
  if (!isAsked || plan.steps.length === 0) return plan;
  const { withWaysBack } = await import("../plan/ways-back/make-ways-back.ts");
  return withWaysBack(plan, { target, ledger, layout });
}

/** `makePlan`, and what reads SQL is loaded only when something is pending. */
async function makeUpPlan(set: MigrationSet, ledger: Ledger, rules: PlanRules): Promise<Plan> {
  const chosen = chooseUp(set, ledger, rules);
  if (chosen.files.length === 0) return completePlan(chosen, [], rules.target);
  const { planOf } = await import("../plan/make-plan.ts");
  return planOf(chosen, rules);
}
