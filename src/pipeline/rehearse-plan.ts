import type { Session } from "../database/session.ts";
import { makeUpStep } from "../plan/make-step.ts";
import { isDone } from "../plan/repeatables.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { makeExecution } from "./make-execution.ts";

/** Rehearses the plan. */
export async function rehearsePlan(flow: Flow, session: Session, planned: Planned): Promise<void> {
  const { inputs, world } = flow;
  const { ledger, plan, facts } = planned;
  const { rehearse } = await import("../rehearsal/rehearse.ts");
  const applied = plan.match.files.filter(({ file, row }) => isDone(file, row));
  const rehearsal = await rehearse({
    inputs,
    steps: plan.steps,
    appliedSteps: () => applied.map(({ file }) => makeUpStep(file, inputs.ledger)),
    execution: makeExecution(flow, planned),
    connection: world.connection,
    target: facts,
    targetSession: session,
    ledger,
    signal: world.signal,
    onProgress: world.onProgress,
  });
  keep(flow, { rehearsal });
}
