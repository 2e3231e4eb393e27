import { isConnectionLoss, serverErrorOf } from "../database/server-error.ts";
import type { Session } from "../database/session.ts";
import type { MigrateError } from "../errors.ts";
import { makeFailure } from "../execution/failure.ts";
import type { Stage } from "../execution/make-stages.ts";
import { own } from "../execution/part.ts";
import { recover } from "../execution/recover.ts";
import { ownIdentity } from "../execution/session-settings.ts";
import { stepRecord } from "../execution/step-record.ts";
import { recordedMessage } from "../ledger/how-it-ended.ts";
import type { Step } from "../plan/plan.ts";
import type { ApplyRequest } from "./apply-request.ts";
import type { Halt } from "./halt.ts";
import { cancelled, changed, connectionLost, isTaken, stateUnknown } from "./judge-stop.ts";
import { doneState, type MigrationOutcome, type MigrationState, type Outcome } from "./outcome.ts";
import { sendOutside } from "./send-outside.ts";
import { endBackend, settle } from "./settle.ts";

/**
 * Applies one step that runs outside a transaction, by its `messages`: its row says `running` before the first statement,
 * counts the statements that are done, and says `completed` or `failed` at the end.
 */
export async function applyOutside(
  step: Step,
  messages: readonly (readonly Stage[])[],
  request: ApplyRequest,
): Promise<Outcome> {
  const { file } = step;
  if (request.signal.aborted) return outcome(step, "not-run", null, cancelled(step), 0);
  const begun = performance.now();
  request.onProgress({ kind: "applying", version: file.version.text, name: file.name });
  const sent = await sendOutside(step, messages, request);
  const durationMs = performance.now() - begun;
  if (sent.halt !== null) return withTries(await takeHalt(step, sent.halt, durationMs, request), sent.tries);
  request.onProgress({ kind: "applied", version: file.version.text, name: file.name, durationMs });
  return outcome(step, doneState(step), durationMs, null, sent.tries);
}

const withTries = ({ migrations, failure }: Outcome, tries: number): Outcome => ({
  migrations: migrations.map((migration) => ({ ...migration, tries })),
  failure,
});

async function takeHalt(step: Step, halt: Halt, durationMs: number, request: ApplyRequest): Promise<Outcome> {
  const { error } = halt;
  const isLost = isConnectionLoss(error.cause);
  const isOurs = halt.parts[error.partIndex]?.statement == null;
  const isCancelled = request.signal.aborted && serverErrorOf(error.cause)?.sqlState === "57014";
  const failure = isCancelled
    ? cancelled(step)
    : isLost
      ? connectionLost(step, error.cause)
      : isOurs && isTaken(error)
        ? changed(step, makeFailure(step, halt.parts, error))
        : makeFailure(step, halt.parts, error);
  if (!halt.isRecorded && !isLost) {
    await recover(request.session).catch(() => {});
    // Of one that goes on, what an earlier run did of it is there as before.
    return outcome(step, step.resumes === null ? "rolled-back" : "not-run", durationMs, failure, 1);
  }
  if (await isDoneAll(step, halt, request)) {
    if (!isLost) await recover(request.session).catch(() => {});
    return outcome(step, doneState(step), durationMs, failure, 1);
  }
  const isOnRecord = await markFailed(step, halt, failure, isLost, request);
  if (isOnRecord) return outcome(step, "failed", durationMs, failure, 1);
  return outcome(step, "unknown", durationMs, stateUnknown(step, error.cause), 1);
}

/** True when the ledger has the step as done: only what follows that went wrong, or the word that it was done. */
async function isDoneAll(
  step: Step,
  { mayBeDone, error, ...halt }: Halt,
  request: ApplyRequest,
): Promise<boolean> {
  if (!mayBeDone) return false;
  const backend = isConnectionLoss(error.cause) ? halt.backend : null;
  const settled = await settle([step], backend, request.execution, request.reconnect);
  return settled?.has(step) === true;
}

/** True when the ledger says `failed` with the statement reached, or was never touched. */
async function markFailed(
  step: Step,
  { statementsDone, goesOn, backend, error }: Halt,
  failure: MigrateError,
  isLost: boolean,
  request: ApplyRequest,
): Promise<boolean> {
  const { recorder, settings } = request.execution;
  const answer = isLost ? null : (serverErrorOf(error.cause)?.sqlState ?? null);
  const message = recordedMessage(failure.message, answer);
  const mark = async (session: Session) => {
    await recover(session);
    await session.send(
      [
        own("BEGIN"),
        ...ownIdentity(settings).map(own),
        ...stepRecord(step, recorder).fail(statementsDone, message).map(own),
        own("COMMIT"),
      ],
      {},
    );
  };
  try {
    if (!isLost) await mark(request.session);
    else {
      const session = await request.reconnect();
      try {
        // What it still does would be written over what is said here. A statement that is alone may end in peace.
        if (goesOn && backend !== null && !(await endBackend(session, backend))) return false;
        await mark(session);
      } finally {
        await session.close();
      }
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
