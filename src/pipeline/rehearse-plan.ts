import type { Session } from "../database/session.ts";
import { makeUpStep } from "../plan/make-step.ts";
import { isDone } from "../plan/repeatables.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { makeExecution } from "./make-execution.ts";

/** Rehearses the plan. */
export async function rehearsePlan(flow: Flow, session: Session, planned: Planned): Promise<void> {
  const { inputs, world, connector } = flow;
  const { ledger, plan, facts } = planned;
  const { rehearse } = await import("../rehearsal/rehearse.ts");
  const applied = plan.match.files.filter(({ file, row }) => isDone(file, row));
  const request = {
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
  };
  const rehearsal = await rehearse(request, () => {
    // The run lock's connection: nobody has to wait for it when the gate has been passed.
    if (!inputs.dryRun) connector.openAhead();
  });
  keep(flow, { rehearsal });
}
