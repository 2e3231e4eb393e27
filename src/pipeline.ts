import { setTimeout as delay } from "node:timers/promises";
import { type Connector, makeConnector } from "./database/connector.ts";
import { readServerFacts, type ServerFacts } from "./database/server-facts.ts";
import type { Session } from "./database/session.ts";
import { errorsOf, MigrateError, MigrateErrors } from "./errors.ts";
import type { Execution } from "./execution/make-transaction.ts";
import { makeScript } from "./files/make-script.ts";
import type { MigrationSet } from "./files/migration-file.ts";
import { readMigrations } from "./files/read-migrations.ts";
import { checkGate, databaseNeed, type Need } from "./gate/check-gate.ts";
import type { ConnectionSettings, Inputs } from "./inputs/inputs.ts";
import { looksLikeProduction } from "./inputs/production.ts";
import type { Ledger } from "./ledger/ledger.ts";
import { makeRecorder } from "./ledger/make-recorder.ts";
import { readLedger } from "./ledger/read-ledger.ts";
import { isApplied } from "./plan/ledger-refusals.ts";
import { makePlan } from "./plan/make-plan.ts";
import { matchLedger } from "./plan/match-ledger.ts";
import type { Plan, Refusal } from "./plan/plan.ts";
import type { OnProgress } from "./progress.ts";
import type { Rehearsal } from "./rehearsal/rehearsal.ts";
import { type Draft, newDraft } from "./report/draft.ts";
import type { Tool } from "./report/make-report.ts";

/** What a shell gives to a run: the only things of the outside that the flow knows. */
export interface World {
  readonly tool: Tool;
  /** The target: the inputs' own connection, or that of the throwaway server a shell has started. */
  readonly connection: ConnectionSettings;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
  /** Hears of the complete dry run, before the gate is passed. */
  readonly onPlanned: (draft: Draft) => void;
  /** Asks a person for the phrase; null where nobody is there to type. Resolves to null when nothing was typed. */
  readonly ask: ((question: string) => Promise<string | null>) | null;
}

/**
 * The one flow: files → ledger → plan → rehearsal → gate → apply → verify. Never rejects: what stopped it is in the
 * draft, with all that is known by then.
 */
export async function run(inputs: Inputs, world: World): Promise<Draft> {
  const draft = { ...newDraft(inputs.command, new Date()), inputs, connection: world.connection, notices: inputs.notices };
  const flow: Flow = { inputs, world, connector: makeConnector(world.connection, inputs.connectTimeoutMs), sessions: [], draft };
  try {
    await go(flow);
  } catch (error) {
    keep(flow, { errors: [...flow.draft.errors, ...reasons(error, world.signal)] });
  }
  await Promise.all(flow.sessions.map((session) => session.close()));
  return flow.draft;
}

/** A run under way: its draft is replaced as each stage adds its value. */
interface Flow {
  readonly inputs: Inputs;
  readonly world: World;
  readonly connector: Connector;
  readonly sessions: Session[];
  draft: Draft;
}

/** A plan with what it was made from. */
interface Planned {
  readonly set: MigrationSet;
  readonly ledger: Ledger;
  readonly plan: Plan;
  readonly facts: ServerFacts;
}

async function go(flow: Flow): Promise<void> {
  const { inputs, world } = flow;
  const set = await readMigrations(inputs.migrationsPath, inputs.layout);
  const session = await connect(flow);
  const facts = await readServerFacts(session);
  keep(flow, { facts });
  const { host, port } = world.connection;
  world.onProgress({ kind: "connected", target: `${host}:${port}, database ${facts.database}, user ${facts.user}, PostgreSQL ${facts.version}` });
  const planned = await planAgain(flow, session, set, facts);
  const { plan } = planned;
  keep(flow, { plan, notices: [...flow.draft.notices, ...plan.notices, ...productionNotice(flow, facts)] });
  if (inputs.command === "status") return;
  if (plan.refusals.length > 0) throw refused(plan.refusals);
  const wrongDatabase = databaseNeed({ inputs, connection: world.connection, facts });
  if (wrongDatabase !== null) throw lacking([wrongDatabase]);
  if (plan.steps.length === 0) return;
  await rehearsePlan(flow, session, planned);
  const isLetThrough = await passGate(flow, planned);
  if (isLetThrough && inputs.command === "up") await applyPlan(flow, session, planned);
}

async function connect(flow: Flow): Promise<Session> {
  const { signal, onProgress } = flow.world;
  const session = await flow.connector.openWaiting({ waitMs: flow.inputs.waitForDatabaseMs, signal, onProgress });
  flow.sessions.push(session);
  return session;
}

/** Reads the ledger and plans from it; the draft's standing is what was read last. */
async function planAgain(flow: Flow, session: Session, set: MigrationSet, facts: ServerFacts): Promise<Planned> {
  const { inputs, world } = flow;
  const ledger = await readLedger(session, inputs.ledger, inputs.role);
  const target = { host: world.connection.host, port: world.connection.port, database: facts.database };
  const plan = makePlan(set, ledger, { range: inputs.range, outOfOrder: inputs.outOfOrder, ledger: inputs.ledger, target });
  keep(flow, { standing: plan, match: matchLedger(set, ledger) });
  return { set, ledger, plan, facts };
}

async function rehearsePlan(flow: Flow, session: Session, planned: Planned): Promise<void> {
  const { inputs, world } = flow;
  const { set, ledger, plan, facts } = planned;
  const { rehearse } = await import("./rehearsal/rehearse.ts");
  const applied = matchLedger(set, ledger).files.filter(({ row }) => isApplied(row));
  const rehearsal = await rehearse({
    inputs,
    steps: plan.steps,
    appliedSteps: () => applied.map(({ file }) => ({ file, script: makeScript(file.text, inputs.ledger) })),
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

/** True when the plan may be applied now. For `plan` a lacking phrase is no failure: it is said, and that is all. */
async function passGate(flow: Flow, { plan, facts }: Planned): Promise<boolean> {
  const { inputs, world } = flow;
  const { rehearsal } = flow.draft;
  if (rehearsal === null) return false;
  // At a terminal a target that looks like production is treated as such; elsewhere it is only warned of.
  const gateInputs = world.ask !== null && isUnmarkedProduction(flow, facts) ? asProduction(inputs) : inputs;
  const check = (confirm: string | null) => checkGate({ inputs: gateInputs, connection: world.connection, facts, plan, rehearsal, confirm });
  let gate = check(inputs.gate.confirm);
  keep(flow, { gate, notices: [...flow.draft.notices, ...rehearsalNotices(rehearsal)] });
  world.onPlanned(flow.draft);
  if (inputs.command === "plan") {
    const fatal = gate.needs.filter(({ code }) => !code.startsWith("CONFIRMATION_"));
    if (fatal.length > 0) throw lacking(fatal, rehearsal.failure);
    return false;
  }
  if (world.ask !== null && gate.needs.length === 1 && gate.needs[0]?.code === "CONFIRMATION_MISSING") {
    const question = `Type ${inputs.gate.confirmationPhrase} to apply ${plan.steps.length} migration(s) to "${facts.database}" at ${world.connection.host}: `;
    gate = check(await world.ask(question));
    keep(flow, { gate });
  }
  if (!gate.passed) throw lacking(gate.needs, rehearsal.failure);
  return true;
}

async function applyPlan(flow: Flow, session: Session, planned: Planned): Promise<void> {
  const { inputs, world, connector } = flow;
  const { signal, onProgress } = world;
  const { reviewWindowMs } = inputs.gate;
  if (reviewWindowMs > 0) {
    onProgress({ kind: "reviewing", windowMs: reviewWindowMs });
    await delay(reviewWindowMs, undefined, { signal });
  }
  const [{ takeRunLock }, { applySteps }] = await Promise.all([import("./database/run-lock.ts"), import("./apply/apply-steps.ts")]);
  const lockSession = await connector.open();
  flow.sessions.push(lockSession);
  const lock = await takeRunLock(lockSession, inputs.ledger, { waitMs: inputs.lock.runLockWaitMs, signal, onProgress });
  try {
    const { plan, ledger } = await planAgain(flow, session, planned.set, planned.facts);
    checkUnchanged(planned.plan, plan);
    if (plan.steps.length === 0) return;
    const execution = makeExecution(flow, { ...planned, ledger });
    keep(flow, { batch: execution.recorder.batch });
    const outcome = await applySteps(plan.steps, { execution, session, lock, reconnect: connector.open, lockRetries: inputs.lock.lockRetries, signal, onProgress });
    keep(flow, { outcome, errors: outcome.failure === null ? [] : [outcome.failure] });
  } finally {
    await lock.release();
    await verify(flow, session, planned);
  }
}

/** Under the lock the plan may only have become shorter from its head: another run applied what we would have. */
function checkUnchanged(reviewed: Plan, now: Plan): void {
  const rest = reviewed.steps.slice(reviewed.steps.length - now.steps.length);
  const isSame = now.refusals.length === 0 && now.steps.every(({ file }, index) => file === rest[index]?.file);
  if (isSame) return;
  throw new MigrateError("LEDGER_CHANGED", "The ledger has changed since this plan was made, in another way than by applying its head.", {
    hint: "Run again: it plans from the ledger as it is now.",
  });
}

/** Reads the ledger once more, on a new connection where the old one is lost: the report says what the database says. */
async function verify(flow: Flow, session: Session, { set, facts }: Planned): Promise<void> {
  keep(flow, { standing: null });
  try {
    const usable = session.lost.aborted ? await flow.connector.open() : session;
    if (usable !== session) flow.sessions.push(usable);
    await planAgain(flow, usable, set, facts);
  } catch (error) {
    const [{ message }] = errorsOf(error);
    keep(flow, { notices: [...flow.draft.notices, `The ledger could not be read after the run: ${message}`] });
  }
}

function makeExecution({ inputs, world, draft }: Flow, { ledger, plan }: Planned): Execution {
  const first = plan.steps[0]?.script;
  const creation = first?.statements[first.createsLedger ?? -1] ?? null;
  return {
    recorder: makeRecorder({ inputs, ledger, creation, planDigest: draft.plan?.digest ?? plan.digest, toolVersion: world.tool.version }),
    settings: { lockTimeoutMs: inputs.lock.lockTimeoutMs, statementTimeoutMs: inputs.lock.statementTimeoutMs, role: inputs.role },
    ledger,
  };
}

function isUnmarkedProduction({ inputs, world }: Flow, facts: ServerFacts): boolean {
  return inputs.gate.environment === null && looksLikeProduction(world.connection.host, facts.database);
}

const asProduction = (inputs: Inputs): Inputs => ({ ...inputs, gate: { ...inputs.gate, isProduction: true } });

function productionNotice(flow: Flow, facts: ServerFacts): readonly string[] {
  if (!isUnmarkedProduction(flow, facts)) return [];
  return [`"${facts.database}" at ${flow.world.connection.host} looks like production, but \`environment\` is not set: with \`environment: production\` it is changed only after a typed confirmation.`];
}

function rehearsalNotices(rehearsal: Rehearsal): readonly string[] {
  return rehearsal.site === "none" ? [`NOTHING WAS REHEARSED. ${rehearsal.description}`] : [];
}

function refused(refusals: readonly Refusal[]): Error {
  return allOf(refusals.map(({ code, message, hint, version, at }) => new MigrateError(code, message, { hint, version: version ?? undefined, at: at ?? undefined })));
}

/** The gate's needs as errors; a failed rehearsal keeps its place, statement and SQLSTATE. */
function lacking(needs: readonly Need[], failure: MigrateError | null = null): Error {
  return allOf(needs.map(({ code, message, hint }) => (code === failure?.code ? failure : new MigrateError(code, message, { hint }))));
}

function allOf([first, ...rest]: readonly MigrateError[]): Error {
  return first === undefined ? new Error("Nothing to refuse.") : new MigrateErrors([first, ...rest]);
}

/** An abort is a cancellation, whatever it made of the stage that was under way. */
function reasons(error: unknown, signal: AbortSignal): readonly MigrateError[] {
  if (!signal.aborted) return errorsOf(error);
  const hint = "Run again when you are ready: what is applied is on record, the rest is pending.";
  return [new MigrateError("CANCELLED", "The run was cancelled.", { hint }, { cause: error })];
}

function keep(flow: Flow, values: Partial<Draft>): void {
  flow.draft = { ...flow.draft, ...values };
}
