import type { ClusterFacts } from "../database/cluster-facts.ts";
import type { Session } from "../database/session.ts";
import { MigrateError } from "../errors.ts";
import type { Inputs, LedgerName } from "../inputs/inputs.ts";
import { makeDonePart, makeUpStep } from "../plan/make-step.ts";
import type { Plan, Resume, Step } from "../plan/plan.ts";
import { isDone, whyUnrepeatable } from "../plan/repeatables.ts";
import { takenBackBy } from "../plan/ways-back/round-trip.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { makeExecution } from "./make-execution.ts";

/** Steps of what is applied, and of what an earlier run did of those that go on. */
function stepsThere({ match, steps }: Plan, ledger: LedgerName): readonly Step[] {
  const goingOn = new Map(steps.map((step) => [step.file, step]));
  return match.files.flatMap(({ file, row }) => {
    if (isDone(file, row)) return [makeUpStep(file, ledger)];
    const step = goingOn.get(file);
    return step === undefined || step.resumes === null ? [] : stepsBefore(step, step.resumes, ledger);
  });
}

/** How the site comes to where `step` goes on: with a row of it, whatever that says there. */
function stepsBefore(step: Step, resumes: Resume, ledger: LedgerName): readonly Step[] {
  const donePart = resumes.done > 0 ? [makeDonePart(step, resumes)] : [];
  if (step.direction === "up") return donePart;
  const there = makeUpStep(step.file, ledger);
  // The way back has taken the row off the record, as far as it came: an empty step puts it there again.
  const record = {
    ...there,
    script: { ...there.script, mode: "transaction", statements: [], ownLedgerRows: [], createsLedger: null },
  } as const;
  return donePart.length === 0 ? [there] : [there, ...donePart, record];
}

/** `rehearse-as`, null where it is not given. Throws INPUT_INVALID for a role that the target's server does not let in. */
function rehearsingUser({ rehearsal }: Inputs, { roles }: ClusterFacts): string | null {
  const name = rehearsal.as;
  if (name === null || roles.some((role) => role.name === name && role.attributes.includes("LOGIN")))
    return name;
  throw new MigrateError("INPUT_INVALID", `rehearse-as: the server has no role "${name}" that may log in.`, {
    hint: "Give the user of the connection that the migrations are applied with.",
  });
}

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
  let appliedSteps: readonly Step[] | null = null;
  const request = {
    inputs,
    steps: plan.steps,
    appliedSteps: () => {
      appliedSteps ??= stepsThere(plan, inputs.ledger);
      return appliedSteps;
    },
    incomparable: plan.steps[0]?.direction === "down" ? NOT_ASKED : whyUnrepeatable(plan.match),
    takenBack: inputs.command === "down" ? takenBackBy(plan, inputs.ledger) : null,
    waysBack: plan.waysBack,
    execution: makeExecution(flow, planned),
    connection: world.connection,
    target: { ...facts, user: rehearsingUser(inputs, cluster) ?? facts.user },
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
