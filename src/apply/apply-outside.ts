import { MessageError } from "../database/message.ts";
import { isConnectionLoss, serverErrorOf } from "../database/server-error.ts";
import type { Session } from "../database/session.ts";
import type { MigrateError } from "../errors.ts";
import { makeFailure } from "../execution/failure.ts";
import { makeStages, type Stage } from "../execution/make-stages.ts";
import { own } from "../execution/part.ts";
import { recover } from "../execution/recover.ts";
import { ownIdentity } from "../execution/session-settings.ts";
import { stepRecord } from "../execution/step-record.ts";
import type { Step } from "../plan/plan.ts";
import type { ApplyRequest } from "./apply-request.ts";
import { cancelled, changed, connectionLost, isTaken, stateUnknown } from "./judge-stop.ts";
import { listen } from "./listen.ts";
import { doneState, type MigrationOutcome, type MigrationState, type Outcome } from "./outcome.ts";
import { settle } from "./settle.ts";

/** How far a file came. */
interface Halt {
  readonly stage: Stage;
  /** Null until the server has told it. */
  readonly backend: number | null;
  readonly error: MessageError;
}

/**
 * Applies one step that runs outside a transaction: its row says `running` before the first statement, counts the
 * statements that are done, and says `completed` or `failed` at the end.
 */
export async function applyOutside(step: Step, request: ApplyRequest): Promise<Outcome> {
  const { file } = step;
  if (request.signal.aborted) return outcome(step, "not-run", null, cancelled(step), 0);
  const begun = performance.now();
  request.onProgress({ kind: "applying", version: file.version.text, name: file.name });
  const halt = await runStages(step, request);
  const durationMs = performance.now() - begun;
  if (halt !== null) return await takeHalt(step, halt, durationMs, request);
  request.onProgress({ kind: "applied", version: file.version.text, name: file.name, durationMs });
  return outcome(step, doneState(step), durationMs, null, 1);
}

async function runStages(step: Step, request: ApplyRequest): Promise<Halt | null> {
  const listener = listen(request, 1_000);
  const { onNotice } = listener;
  listener.sawProgress(step.file.version.text);
  const stages = makeStages(step, request.execution);
  try {
    await request.session.send(listener.backendParts, { onNotice });
    for (const stage of stages) {
      try {
        await request.session.send(stage.parts, { onNotice });
      } catch (error) {
        return { stage, backend: listener.backend(), error: MessageError.from(error) };
      }
    }
    return null;
  } catch (error) {
    return {
      stage: { parts: listener.backendParts, statementsDone: 0, isRecorded: false },
      backend: null,
      error: MessageError.from(error),
    };
  } finally {
    listener.stop();
  }
}

async function takeHalt(step: Step, halt: Halt, durationMs: number, request: ApplyRequest): Promise<Outcome> {
  const { stage, error } = halt;
  const isLost = isConnectionLoss(error.cause);
  const isCancelled = request.signal.aborted && serverErrorOf(error.cause)?.sqlState === "57014";
  const failure = isCancelled
    ? cancelled(step)
    : isLost
      ? connectionLost(step, error.cause)
      : makeFailure(step, stage.parts, error);
  if (!stage.isRecorded && !isLost) {
    await recover(request.session).catch(() => {});
    const reason = isTaken(error) ? changed(step, failure) : failure;
    return outcome(step, "rolled-back", durationMs, reason, 1);
  }
  if (await isDoneAll(step, halt, request)) {
    if (!isLost) await recover(request.session).catch(() => {});
    return outcome(step, doneState(step), durationMs, failure, 1);
  }
  const isOnRecord = await markFailed(step, stage, failure, isLost, request);
  if (isOnRecord) return outcome(step, "failed", durationMs, failure, 1);
  return outcome(step, "unknown", durationMs, stateUnknown(step, error.cause), 1);
}

/** True when only what follows the last statement went wrong, and the ledger has the step as done by then. */
async function isDoneAll(step: Step, halt: Halt, request: ApplyRequest): Promise<boolean> {
  const { stage, error } = halt;
  if (!stage.isRecorded || stage.statementsDone < step.script.statements.length) return false;
  const backend = isConnectionLoss(error.cause) ? halt.backend : null;
  const settled = await settle([step], backend, request.execution, request.reconnect);
  return settled?.has(step) === true;
}

/** True when the ledger says `failed` with the statement reached, or was never touched. */
async function markFailed(
  step: Step,
  stage: Stage,
  failure: MigrateError,
  isLost: boolean,
  request: ApplyRequest,
): Promise<boolean> {
  const { recorder, settings } = request.execution;
  const mark = async (session: Session) => {
    await recover(session);
    await session.send(
      [
        own("BEGIN"),
        ...ownIdentity(settings).map(own),
        ...stepRecord(step, recorder).fail(stage.statementsDone, failure.message).map(own),
        own("COMMIT"),
      ],
      {},
    );
  };
  try {
    if (!isLost) await mark(request.session);
    else {
      const session = await request.reconnect();
      await mark(session).finally(() => session.close());
    }
    return true;
  } catch {
    return false;
  }
}

function outcome(
  step: Step,
  state: MigrationState,
  durationMs: number | null,
  failure: MigrateError | null,
  tries: number,
): Outcome {
  const migration: MigrationOutcome = { step, state, durationMs, tries, error: failure?.message ?? null };
  return { migrations: [migration], failure };
}
