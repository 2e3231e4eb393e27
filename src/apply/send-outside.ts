import { MessageError } from "../database/message.ts";
import { makeFailure } from "../execution/failure.ts";
import type { Stage } from "../execution/make-stages.ts";
import { makeTokens } from "../files/sql/make-tokens.ts";
import { transactionNeed } from "../files/sql/transaction-need.ts";
import type { Step } from "../plan/plan.ts";
import type { ApplyRequest } from "./apply-request.ts";
import { type Halt, makeHalt } from "./halt.ts";
import { type Listener, listen } from "./listen.ts";
import { isPassing, waitToRetry } from "./retry.ts";

/** How far a file came that runs outside a transaction. */
export interface SentOutside {
  /** Null: to its end. */
  readonly halt: Halt | null;
  /** How often that of its statements was begun that had to be most often. */
  readonly tries: number;
}

type Messages = readonly (readonly Stage[])[];

/**
 * Sends `messages` one after the other. A statement that could not have its lock, or was a deadlock's victim, is begun
 * again, with the whole of the file's own transaction that it stands in: what is done is never repeated.
 */
export async function sendOutside(
  step: Step,
  messages: Messages,
  request: ApplyRequest,
): Promise<SentOutside> {
  const listener = listen(request, { intervalMs: 1_000, whenLockIsLost: "go-on", waitLimitMs: null });
  listener.sawProgress(step.file.version.text);
  const stages = messages.flat();
  let begin = 0;
  /** How often in a row it stopped, and at which stage: of another one the count begins anew. */
  let stopped = { at: -1, times: 0 };
  let tries = 1;
  try {
    for (;;) {
      const stop = await sendAll(messagesFrom(messages, begin), request, listener);
      if (stop === null) return { halt: null, tries };
      const at = begin + stop.at;
      stopped = { at, times: at === stopped.at ? stopped.times + 1 : 1 };
      if (stopped.times > request.lockRetries || !mayBeginAgain(step, stop.halt, request))
        return { halt: stop.halt, tries };
      tries = Math.max(tries, stopped.times + 1);
      // Nothing more than that: what the file has set in its session must stay.
      await request.session.query("ROLLBACK").catch(() => {});
      const { message } = makeFailure(step, stop.halt.parts, stop.halt.error);
      await waitToRetry(step, message, stopped.times, request);
      begin = beginningOf(stages, at);
    }
  } finally {
    listener.stop();
  }
}

/** Where it stopped, `at` an index in all stages of `messages`; null when all are done. */
async function sendAll(
  messages: Messages,
  request: ApplyRequest,
  listener: Listener,
): Promise<{ readonly halt: Halt; readonly at: number } | null> {
  let before = 0;
  for (const message of messages) {
    const parts = message.flatMap((stage) => stage.parts);
    listener.sawMessage(parts);
    try {
      await request.session.send(parts, listener.observer);
    } catch (error) {
      const halt = makeHalt(message, listener.backend(), MessageError.from(error));
      return { halt, at: before + halt.stage };
    }
    before += message.length;
  }
  return null;
}

/** `messages` without the first `count` of their stages. */
function messagesFrom(messages: Messages, count: number): Messages {
  let left = count;
  return messages.flatMap((message) => {
    const skipped = Math.min(left, message.length);
    left -= skipped;
    return skipped === message.length ? [] : [message.slice(skipped)];
  });
}

/**
 * True where the server has undone all of what failed, for a reason that may pass. CONCURRENTLY leaves an index behind,
 * and a CALL or a DO may have committed some of it.
 */
function mayBeginAgain(step: Step, { error, parts }: Halt, { signal, lock }: ApplyRequest): boolean {
  if (!isPassing(error.cause) || signal.aborted || lock.lost.aborted) return false;
  const index = parts[error.partIndex]?.statement ?? null;
  const statement = index === null ? undefined : step.script.statements[index];
  if (statement === undefined) return true;
  const [first] = makeTokens(statement.head, 1);
  return transactionNeed(statement) === "any" && first?.text !== "call";
}

/** The stage that `at` must be begun again with: the BEGIN of the file's own transaction that it stands in, or itself. */
function beginningOf(stages: readonly Stage[], at: number): number {
  const stage = stages[at];
  const statement = stage === undefined ? null : statementIn(stage);
  if (stage === undefined || statement === null || statement === stage.statementsDone) return at;
  const begin = stages.findIndex((one) => statementIn(one) === stage.statementsDone);
  return begin < 0 ? at : begin;
}

const statementIn = ({ parts }: Stage): number | null =>
  parts.find(({ statement }) => statement !== null)?.statement ?? null;
