import type { Session } from "../database/session.ts";
import type { MigrateError } from "../errors.ts";
import { ledgerAfter } from "../execution/ledger-after.ts";
import { readLedger } from "../ledger/read-ledger.ts";
import type { Step } from "../plan/plan.ts";
import { hasVerification } from "../plan/ways-back/judge-ways-back.ts";
import type { Verification } from "../verification/verification.ts";
import { askOnSite, type SiteQuestions, type SiteRows } from "./ask-on-site.ts";
import { onSite } from "./on-site.ts";
import type { OpenedSite } from "./open-site.ts";
import type { NotRehearsed, Rehearsal } from "./rehearsal.ts";
import type { RehearsalRequest } from "./rehearsal-request.ts";
import { type BegunTrial, beginTrial } from "./restoring/begin-trial.ts";
import type { Restoration } from "./restoring/restoration.ts";
import { runStep } from "./run-step.ts";
import type { StatementTrace } from "./trace/statement-trace.ts";
import { Tracer } from "./trace/tracer.ts";

/** How the steps went on the site. */
export interface SiteRun {
  readonly notRehearsed: readonly NotRehearsed[];
  readonly failure: MigrateError | null;
  readonly durationsMs: Rehearsal["durationsMs"];
  readonly traces: Rehearsal["traces"];
  readonly verifications: readonly Verification[];
}

/** The same, where their ways back may have been tried too; null: they were not. */
export interface StepsRun extends SiteRun {
  readonly restoration: Restoration | null;
}

/** How the site came to what it has. */
export interface SiteSchema {
  readonly from: Rehearsal["schemaFrom"];
  /** What answers to questions about the steps are worth; null: none are asked. */
  readonly rows: SiteRows | null;
}

/**
 * Runs `request.steps` on the site, up to the first that fails, and asks after each the questions about it: later ones may
 * change the answers. Then their ways back, where the plan has them: before the last step where that has none. Rejects
 * only when cancelled.
 */
export async function runSteps(
  opened: OpenedSite,
  { from, rows }: SiteSchema,
  request: RehearsalRequest,
): Promise<StepsRun> {
  const { site, leftOut } = opened;
  const sessions: Session[] = [];
  const open = async () => {
    const session = await site.openUser();
    sessions.push(session);
    return session;
  };
  const close = () => Promise.all(sessions.map((session) => session.close()));
  const onAbort = () => void close();
  request.signal.addEventListener("abort", onAbort, { once: true });
  try {
    const session = await open();
    const isAsked = rows !== null && hasVerification(request.steps);
    const { settings } = request.execution;
    const questions = isAsked ? { session: await open(), settings, leftOut, rows } : null;
    const trial = await beginTrial(opened, request);
    return await runAll({ opened, from, session, questions, trial }, request);
  } finally {
    request.signal.removeEventListener("abort", onAbort);
    await close();
  }
}

interface Ready {
  readonly opened: OpenedSite;
  readonly from: SiteSchema["from"];
  readonly session: Session;
  readonly questions: SiteQuestions | null;
  readonly trial: BegunTrial | null;
}

async function runAll(
  { opened: { leftOut }, from, session, questions, trial }: Ready,
  { steps, inputs, execution: asked, signal, onProgress }: RehearsalRequest,
): Promise<StepsRun> {
  const durationsMs = new Map<Step, readonly (number | null)[]>();
  const traces = new Map<Step, readonly (StatementTrace | null)[]>();
  const notRehearsed: NotRehearsed[] = [];
  const verifications: Verification[] = [];
  let restoration: Restoration | null = null;
  const ended = (failure: MigrateError | null): StepsRun => ({
    ...{ notRehearsed, durationsMs, traces, verifications, restoration, failure },
  });
  // The site's own: what is there of it decides what is made, and a replay need not have what the target has.
  const ledger = await readLedger(session, inputs.ledger, inputs.role);
  const execution = { ...asked, ledger };
  const tracer = new Tracer(session, inputs.ledger);
  const ran: Step[] = [];
  for (const [index, step] of steps.entries()) {
    signal.throwIfAborted();
    onProgress({ kind: "rehearsing", version: step.file.version.text, index, total: steps.length });
    const asHere = onSite(step, from, ledger, notRehearsed);
    const result = await runStep(session, asHere, ledgerAfter(execution, index), leftOut, tracer);
    durationsMs.set(step, result.durationsMs);
    traces.set(step, result.traces);
    notRehearsed.push(...result.notRehearsed);
    signal.throwIfAborted();
    if (result.failure !== null) return ended(result.failure);
    ran.push(asHere);
    const answers = questions === null ? null : await askOnSite(step, questions);
    signal.throwIfAborted();
    verifications.push(...(answers?.verifications ?? []));
    if (answers !== null && answers.failure !== null) return ended(answers.failure);
    if (trial === null || ran.length !== trial.after) continue;
    const back = await trial.run({ session, execution, steps: ran, notRehearsed });
    tracer.forget();
    notRehearsed.push(...back.notRehearsed);
    restoration = back.restoration;
    if (back.failure !== null) return ended(back.failure);
  }
  return ended(null);
}
