import { randomBytes } from "node:crypto";
import { type Connector, makeConnector } from "./database/connector.ts";
import type { Session } from "./database/session.ts";
import type { Inputs } from "./inputs/inputs.ts";
import { readMoment } from "./moment.ts";
import { checkDatabase } from "./pipeline/check-database.ts";
import { type Flow, keep, type Planned, type World } from "./pipeline/flow.ts";
import { gather } from "./pipeline/gather.ts";
import { makeGiveUp } from "./pipeline/give-up.ts";
import { planFrom } from "./pipeline/plan-target.ts";
import { productionNotice } from "./pipeline/production-notice.ts";
import { reasons, refused } from "./pipeline/reasons.ts";
import { withAdoption } from "./pipeline/with-adoption.ts";
import { withRecovery } from "./pipeline/with-recovery.ts";
import { type Draft, newDraft } from "./report/draft.ts";

/**
 * The one flow: files → ledger (→ adoption) → plan → rehearsal → gate → apply → verify. Never rejects: what stopped it is in the
 * draft, with all that is known by then.
 */
export async function run(inputs: Inputs, world: World): Promise<Draft> {
  const giveUp = makeGiveUp(world.signal);
  const connector = makeConnector(world.connection, inputs.connectTimeoutMs, giveUp);
  const flow = newFlow(inputs, world, connector, giveUp);
  await orTell(flow, go);
  for (const session of flow.sessions) session.leave();
  connector.leaveAhead();
  return flow.draft;
}

/** The same of a command that only reads, on sessions of `connector`, which stay its: for one who looks again and again. */
export async function look(inputs: Inputs, world: World, connector: Connector): Promise<Draft> {
  const flow = newFlow(inputs, world, connector, world.signal);
  await orTell(flow, go);
  return flow.draft;
}

/** What a dry run finds without a rehearsal: the plan, its refusals, and the hazards of its steps. Else as `look`. */
export async function preview(inputs: Inputs, world: World, connector: Connector): Promise<Draft> {
  const { previewPlan } = await import("./pipeline/preview-plan.ts");
  const flow = newFlow({ ...inputs, command: "plan", dryRun: true }, world, connector, world.signal);
  await orTell(flow, previewPlan);
  return flow.draft;
}

/**
 * Whether the target's schema is what its applied files make, and what their verify files say of it; else as `look`. Something
 * may be pending: that has no part in it.
 */
export async function lookDeeply(inputs: Inputs, world: World, connector: Connector): Promise<Draft> {
  const { compareApplied } = await import("./pipeline/compare-applied.ts");
  const flow = newFlow({ ...inputs, command: "verify", dryRun: true }, world, connector, world.signal);
  await orTell(flow, compareApplied);
  return flow.draft;
}

function newFlow(inputs: Inputs, world: World, connector: Connector, giveUp: AbortSignal): Flow {
  const draft = {
    ...newDraft(inputs.command, readMoment()),
    inputs,
    connection: world.connection,
    notices: inputs.notices,
  };
  const runMark = randomBytes(6).toString("hex");
  return { inputs, world, connector, sessions: [], giveUp, runMark, draft };
}

async function orTell(flow: Flow, work: (flow: Flow) => Promise<void>): Promise<void> {
  try {
    await work(flow);
  } catch (error) {
    keep(flow, { errors: [...flow.draft.errors, ...reasons(error, flow)] });
  }
}

async function go(flow: Flow): Promise<void> {
  const { inputs, world } = flow;
  if (inputs.command === "check") return (await import("./pipeline/check.ts")).check(flow);
  if (inputs.command === "create") return (await import("./pipeline/create.ts")).create(flow);
  if (inputs.command === "history") return (await import("./pipeline/show-history.ts")).showHistory(flow);
  const { set, session, facts, ledger } = await gather(flow);
  keep(flow, { facts });
  const { host, port } = world.connection;
  world.onProgress({
    kind: "connected",
    target: `${host}:${port}, database ${facts.database}, user ${facts.user}, PostgreSQL ${facts.version}`,
  });
  const adopted = await withAdoption(flow, session, await planFrom(flow, set, facts, ledger));
  const planned = await recovered(flow, session, adopted);
  const { plan } = planned;
  keep(flow, { notices: [...flow.draft.notices, ...plan.notices, ...productionNotice(flow, facts)] });
  if (inputs.acceptChecksum !== null && inputs.command === "repair")
    return (await import("./pipeline/accept-checksum.ts")).acceptChecksum(flow, session, planned);
  if (inputs.acceptGone !== null)
    return (await import("./pipeline/accept-gone.ts")).acceptGone(flow, session, planned);
  if (inputs.command === "repair")
    return (await import("./pipeline/repair.ts")).repair(flow, session, planned);
  if (inputs.command === "verify")
    return (await import("./pipeline/verify.ts")).verify(flow, session, planned);
  if (inputs.command === "adopt") return (await import("./pipeline/adopt.ts")).adopt(flow, session, planned);
  keep(flow, { plan });
  if (inputs.command === "status") return;
  if (plan.refusals.length > 0) throw refused(plan.refusals);
  checkDatabase(flow, facts);
  if (plan.steps.length === 0) {
    if (inputs.gate.expectedPlan !== null)
      (await import("./pipeline/nothing-left.ts")).nothingLeft(flow, planned);
    if (inputs.command === "plan")
      await (await import("./pipeline/look-for-drift.ts")).lookForDrift(flow, session, planned);
    if (isToCatchUp(flow, planned))
      await (await import("./pipeline/catch-up-expectation.ts")).catchUpExpectation(flow, session, planned);
    return;
  }
  if (inputs.command === "down")
    await (await import("./pipeline/tell-losses.ts")).tellLosses(flow, session, plan);
  if (inputs.command === "baseline")
    return (await import("./pipeline/baseline.ts")).baseline(flow, session, planned);
  const { rehearseAndApply } = await import("./pipeline/rehearse-and-apply.ts");
  await rehearseAndApply(flow, session, planned);
}

/** Nothing is pending, and what is expected of the schema is not kept or was left unconcluded. */
function isToCatchUp({ inputs }: Flow, { ledger }: Planned): boolean {
  return inputs.command === "up" && !inputs.dryRun && ledger.rows.length > 0 && ledger.expectation !== "kept";
}

/** What only shows the record, or takes another tool's, has no part in what is to be done about it. */
function recovered(flow: Flow, session: Session, planned: Planned): Promise<Planned> {
  const { command } = flow.inputs;
  const isPlanning = command === "up" || command === "plan" || command === "down";
  return isPlanning ? withRecovery(flow, session, planned, "not-ours-yet") : Promise.resolve(planned);
}
