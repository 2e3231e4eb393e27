import type { BackendMark } from "../database/backend-mark.ts";
import type { MessageError } from "../database/message.ts";
import { isConnectionLoss } from "../database/server-error.ts";
import type { Stage } from "../execution/make-stages.ts";
import type { Part } from "../execution/part.ts";

/** How far a file came. */
export interface Halt {
  /** Of the message that stopped. */
  readonly parts: readonly Part[];
  /** Index, in that message, of the stage that stopped. */
  readonly stage: number;
  /** As far as is known: when the connection was lost the server may have come further. */
  readonly statementsDone: number;
  readonly isRecorded: boolean;
  /** True when the server, should it be alive, goes on with more than the statement it is at. */
  readonly goesOn: boolean;
  /** True when the ledger may have the step as done, for all that is known here. */
  readonly mayBeDone: boolean;
  /** Null until the server has told it. */
  readonly backend: BackendMark | null;
  readonly error: MessageError;
}

/** What a stage is with which nothing of a file has begun. */
export const NOTHING_YET = {
  statementsDone: 0,
  isRecorded: false,
  message: "alone",
  completedBy: null,
} as const;

/** How far a file came whose message of `stages` was stopped by `error`. */
export function makeHalt(stages: readonly Stage[], backend: BackendMark | null, error: MessageError): Halt {
  const parts = stages.flatMap((stage) => stage.parts);
  const isLost = isConnectionLoss(error.cause);
  // Not the part that failed: where that does not parse, nothing of the message has been run.
  let left = error.done;
  let at = 0;
  for (; at < stages.length - 1 && left >= (stages[at]?.parts.length ?? 0); at++)
    left -= stages[at]?.parts.length ?? 0;
  const { completedBy, statementsDone, isRecorded, message } = stages[at] ?? NOTHING_YET;
  const mayBeDone = isLost
    ? stages.slice(at).some((later) => later.completedBy !== null)
    : completedBy !== null && left > completedBy;
  const goesOn = isLost && (message === "joined" || at < stages.length - 1);
  return { parts, stage: at, statementsDone, isRecorded, goesOn, mayBeDone, backend, error };
}
