import type { ClusterFacts } from "../database/cluster-facts.ts";
import type { Session } from "../database/session.ts";
import { makeUpStep } from "../plan/make-step.ts";
import type { Step } from "../plan/plan.ts";
import { isDone, whyUnrepeatable } from "../plan/repeatables.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { makeExecution } from "./make-execution.ts";

const NOT_ASKED = "The target is not compared with its files when migrations are taken back.";

/** Rehearses the plan, and compares the target with what its applied files make. */
export async function rehearsePlan(
  flow: Flow,
  session: Session,
  planned: Planned,
  cluster: ClusterFacts,
): Promise<void> {
  const { inputs, world, connector } = flow;
  const { ledger, plan, facts } = planned;
  const { rehearse } = await import("../rehearsal/rehearse.ts");
  const applied = plan.match.files.filter(({ file, row }) => isDone(file, row));
  let appliedSteps: readonly Step[] | null = null;
  const request = {
    inputs,
    steps: plan.steps,
    appliedSteps: () => {
      appliedSteps ??= applied.map(({ file }) => makeUpStep(file, inputs.ledger));
      return appliedSteps;
    },
    incomparable: inputs.command === "down" ? NOT_ASKED : whyUnrepeatable(plan.match),
    execution: makeExecution(flow, planned),
    connection: world.connection,
    target: facts,
    cluster,
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
