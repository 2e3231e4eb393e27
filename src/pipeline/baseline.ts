import { renderCount } from "../amounts.ts";
import { readClusterFacts } from "../database/cluster-facts.ts";
import type { Session } from "../database/session.ts";
import { MigrateError } from "../errors.ts";
import { makeRecorder } from "../ledger/make-recorder.ts";
import { NO_LEDGER } from "../ledger/no-ledger.ts";
import { isApplied } from "../plan/ledger-refusals.ts";
import { makeUpStep } from "../plan/make-step.ts";
import type { Step } from "../plan/plan.ts";
import type { Rehearsal } from "../rehearsal/rehearsal.ts";
import { checkWritable } from "./check-writable.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { establishExpectation } from "./keep-expectation.ts";
import { makeExecution } from "./make-execution.ts";
import { passGate } from "./pass-gate.ts";
import { openAgain } from "./sessions.ts";
import { underRunLock } from "./under-run-lock.ts";

/**
 * Records the plan's migrations without running them on the target, when all that would then be on record makes, on a
 * site and from nothing, the schema that the target has; or when what differs is accepted.
 */
export async function baseline(flow: Flow, session: Session, planned: Planned): Promise<void> {
  await checkWritable(flow, session, planned);
  await rehearse(flow, session, planned);
  if (await passGate(flow, planned)) await record(flow, session, planned);
}

/** The site has no ledger either: how the target's records plays no part there. */
async function rehearse(flow: Flow, session: Session, planned: Planned): Promise<void> {
  const { inputs, world } = flow;
  const { rehearseBaseline } = await import("../rehearsal/rehearse-baseline.ts");
  const steps = stepsOnRecord(planned, flow);
  const rehearsal = await rehearseBaseline({
    inputs,
    steps,
    appliedSteps: () => [],
    incomparable: null,
    takenBack: null,
    waysBack: [],
    execution: makeExecution(flow, { ...planned, ledger: NO_LEDGER, plan: { ...planned.plan, steps } }),
    connection: world.connection,
    target: planned.facts,
    cluster: await readClusterFacts(session, inputs.ledger.schema),
    targetSession: session,
    ledger: planned.ledger,
    signal: world.signal,
    onProgress: world.onProgress,
  });
  keep(flow, { rehearsal });
}

/** What is applied and what is to be recorded, in the order of the files; the plan's own steps as they are. */
function stepsOnRecord({ plan }: Planned, { inputs }: Flow): readonly Step[] {
  const planned = new Map(plan.steps.map((step) => [step.file, step]));
  return plan.match.files.flatMap(({ file, row }) => {
    const step = planned.get(file);
    if (step !== undefined) return [step];
    return isApplied(row) ? [makeUpStep(file, inputs.ledger)] : [];
  });
}

async function record(flow: Flow, session: Session, planned: Planned): Promise<void> {
  const { inputs, world } = flow;
  const { recordBaseline } = await import("../apply/record-baseline.ts");
  await underRunLock(flow, session, planned, async ({ now: { plan, ledger }, session: own, atEnd }) => {
    const [first, ...rest] = plan.steps;
    if (first === undefined) return;
    if (plan.digest !== planned.plan.digest) throw changed();
    const request = {
      inputs,
      ledger,
      creation: null,
      runMark: flow.runMark,
      planDigest: plan.digest,
      toolVersion: world.tool.version,
      redact: world.redact,
    };
    // No file makes the ledger here: it is made in our shape where it is missing.
    const recorder = makeRecorder(request);
    keep(flow, { batch: recorder.batch });
    establishExpectation(flow, { atEnd });
    const outcome = await recordBaseline([first, ...rest], {
      execution: { ...makeExecution(flow, { ...planned, ledger }), recorder },
      session: own,
      reconnect: () => openAgain(flow),
      remark: remarkOn(flow.draft.rehearsal),
      signal: world.signal,
    });
    keep(flow, { outcome, errors: outcome.failure === null ? [] : [outcome.failure] });
  });
}

/** How much of what was accepted goes into each row of the history. */
const REMARK_CHARACTERS = 1_000;

function remarkOn(rehearsal: Rehearsal | null): string | null {
  const drift = rehearsal?.drift ?? [];
  const unseen = rehearsal?.notRehearsed.length ?? 0;
  if (drift.length === 0 && unseen === 0) return null;
  const amounts = `${renderCount(drift.length, "difference")}, ${renderCount(unseen, "statement")} not rehearsed`;
  const said = [`Drift accepted: ${amounts}.`, ...drift];
  return said.join("\n").slice(0, REMARK_CHARACTERS);
}

function changed(): MigrateError {
  return new MigrateError(
    "LEDGER_CHANGED",
    "The ledger has changed since the schema was compared, so what was found is no longer true.",
    { hint: "Run again: it plans from the ledger as it is now." },
  );
}
