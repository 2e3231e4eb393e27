import type { MigrateError } from "../errors.ts";
import { makeFailure } from "../execution/failure.ts";
import { ledgerAfter } from "../execution/ledger-after.ts";
import type { Execution } from "../execution/make-transaction.ts";
import { recover } from "../execution/recover.ts";
import type { Step } from "../plan/plan.ts";
import type { ApplyRequest } from "./apply-request.ts";
import { type ChunkMessage, makeChunkMessage } from "./chunk-message.ts";
import {
  cancelled,
  connectionLost,
  interruptionOf,
  judgeStop,
  lockLost,
  stateUnknown,
} from "./judge-stop.ts";
import { doneState, type MigrationOutcome, type MigrationState, notRun, type Outcome } from "./outcome.ts";
import { recordFailure } from "./record-failure.ts";
import { waitToRetry } from "./retry.ts";
import { type ChunkResult, type ChunkStop, sendChunk } from "./send-chunk.ts";
import { settle } from "./settle.ts";

/** Where a run of transactional steps stands. */
interface Run {
  readonly steps: readonly Step[];
  /** What is sent for all of them; later tries make their own of what is left. */
  readonly message: ChunkMessage;
  readonly request: ApplyRequest;
  readonly applied: MigrationOutcome[];
  /** How often the step after the applied ones has been begun, this time included. */
  tries: number;
}

/**
 * Applies transactional steps by the `message` for all of them; stops at the first that fails for good. A lock that is
 * not to be had, a deadlock and a serialization failure are tried again, the whole migration, with growing pauses.
 */
export async function applyTransactions(
  steps: readonly Step[],
  message: ChunkMessage,
  request: ApplyRequest,
): Promise<Outcome> {
  const run: Run = { steps, message, request, applied: [], tries: 1 };
  let outcome: Outcome | null = null;
  while (outcome === null) outcome = await advance(run);
  return outcome;
}

/** Sends what is left; null when there is more to do. */
async function advance(run: Run): Promise<Outcome | null> {
  const { steps, request } = run;
  const rest = steps.slice(run.applied.length);
  const [next] = rest;
  if (next === undefined) return { migrations: run.applied, failure: null };
  if (request.signal.aborted) return end(run, cancelled(next), { state: "not-run", tries: 0 });
  if (request.lock.lost.aborted)
    return end(run, lockLost(next, request.lock.lost.reason), { state: "not-run", tries: 0 });
  const message =
    run.applied.length === 0 && run.tries === 1 ? run.message : makeChunkMessage(rest, executionOf(run));
  const result = await sendChunk(rest, message, request);
  for (const [index, durationMs] of result.durationsMs.entries()) keepApplied(run, rest[index], durationMs);
  if (result.stop === null) return null;
  const unparsed = result.stop.nothingRan && result.stop.step !== null ? result.stop.step : 0;
  if (unparsed > 0) return await applyBefore(run, rest, unparsed, result.stop);
  return await takeStop(run, result, result.stop);
}

/** The text of a later step did not parse, so nothing of the message was run: the steps before it go without it. */
async function applyBefore(
  run: Run,
  rest: readonly Step[],
  unparsed: number,
  stop: ChunkStop,
): Promise<Outcome> {
  await recover(run.request.session).catch(() => {});
  const steps = rest.slice(0, unparsed);
  const before = await applyTransactions(steps, makeChunkMessage(steps, executionOf(run)), run.request);
  run.applied.push(...before.migrations);
  const step = rest[unparsed];
  if (before.failure !== null || step === undefined) return withRest(run, before.failure);
  return await fail(run, step, makeFailure(step, stop.parts, stop.error));
}

async function takeStop(run: Run, result: ChunkResult, stop: ChunkStop): Promise<Outcome | null> {
  const { request } = run;
  const step = run.steps[run.applied.length];
  if (step === undefined) return { migrations: run.applied, failure: null };
  const judgement = judgeStop(stop, stop.step === null ? null : step, step, interruptionOf(request));
  if (judgement.kind === "lost") return await takeLoss(run, result, stop);
  await recover(request.session).catch(() => {});
  if (judgement.kind === "failed" || run.tries > request.lockRetries)
    return await fail(run, step, judgement.error);
  await waitToRetry(step, judgement.error.message, run.tries, request);
  run.tries++;
  return null;
}

async function takeLoss(run: Run, result: ChunkResult, stop: ChunkStop): Promise<Outcome> {
  const { request } = run;
  const rest = run.steps.slice(run.applied.length);
  const settled = await settle(rest, result.backend, request.execution, request.reconnect);
  const [unknown] = rest;
  if (settled === null && unknown !== undefined)
    return endUnknown(run, stateUnknown(unknown, stop.error.cause));
  for (const step of rest) if (settled?.has(step)) keepApplied(run, step, 0);
  const step = run.steps[run.applied.length];
  // Only the server's word that all is committed was lost.
  if (step === undefined) return { migrations: run.applied, failure: null };
  const error = request.signal.aborted ? cancelled(step) : connectionLost(step, stop.error.cause);
  return end(run, error, { state: "rolled-back", tries: run.tries });
}

async function fail(run: Run, step: Step, error: MigrateError): Promise<Outcome> {
  // What another run has recorded did not fail.
  if (error.code === "LEDGER_CHANGED") return end(run, error, { state: "rolled-back", tries: run.tries });
  await recordFailure(run.request.session, step, error.message, run.request.execution);
  return end(run, error, { state: "rolled-back", tries: run.tries });
}

/** By the first that is applied the ledger is there. */
function executionOf({ request, applied }: Run): Execution {
  return ledgerAfter(request.execution, applied.length);
}

function keepApplied(run: Run, step: Step | undefined, durationMs: number): void {
  if (step === undefined) return;
  run.applied.push({ step, state: doneState(step), durationMs, tries: run.tries, error: null });
  run.tries = 1;
}

/** The outcome when the step after the applied ones ended in `last.state`, and those after it were not begun. */
function end(
  run: Run,
  failure: MigrateError,
  last: { readonly state: MigrationState; readonly tries: number },
): Outcome {
  const step = run.steps[run.applied.length];
  if (step !== undefined) run.applied.push({ step, ...last, durationMs: null, error: failure.message });
  return withRest(run, failure);
}

/** The server has the whole message, and may be at it still: of none that is left it is known whether it was run. */
function endUnknown(run: Run, failure: MigrateError): Outcome {
  const { steps, applied, tries } = run;
  const unknown = steps.slice(applied.length).map(
    (step): MigrationOutcome => ({
      step,
      state: "unknown",
      durationMs: null,
      tries,
      error: failure.message,
    }),
  );
  return { migrations: [...applied, ...unknown], failure };
}

function withRest(run: Run, failure: MigrateError | null): Outcome {
  return { migrations: [...run.applied, ...run.steps.slice(run.applied.length).map(notRun)], failure };
}
