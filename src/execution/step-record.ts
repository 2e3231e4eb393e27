import {
  completeOwnRow,
  completeRow,
  failRow,
  failureHistory,
  type Recorder,
  reachedOwnRow,
  reachedRow,
  withdrawRow,
} from "../ledger/record.ts";
import {
  completeBack,
  failBack,
  reachedBack,
  rollbackFailureHistory,
  takeRowForNow,
} from "../ledger/record-down.ts";
import type { Step } from "../plan/plan.ts";
import { checksumOf } from "../plan/unfinished.ts";
import { beginRows } from "./begin-rows.ts";

/**
 * What the ledger is told of a step, whichever way it goes: SQL. Counts are of the step's script, to which those are added
 * that an earlier run has done.
 */
export interface StepRecord {
  /** Of a step outside a transaction: puts it on record as under way. */
  readonly begin: readonly string[];
  /** Before a statement of the file that inserts its own row; null before all others. */
  readonly before: (statement: number) => string | null;
  /** So many of its statements are done. */
  readonly reached: (statementsDone: number) => string;
  /** Of a step outside a transaction. */
  readonly complete: readonly string[];
  /** It stopped half-way. */
  readonly fail: (statementsDone: number, message: string) => readonly string[];
  /** The history's row of one in a transaction, of which nothing is left. */
  readonly failure: (message: string) => string;
}

/** How `step` is recorded in this run. */
export function stepRecord(step: Step, recorder: Recorder): StepRecord {
  return step.direction === "up" ? upRecord(step, recorder) : downRecord(step, recorder);
}

function upRecord(step: Step, recorder: Recorder): StepRecord {
  const { file, script } = step;
  const { ownLedgerRows } = script;
  const hasOwnRow = ownLedgerRows.length > 0;
  const reached = hasOwnRow ? reachedOwnRow : reachedRow;
  const done = step.resumes?.done ?? 0;
  const complete = hasOwnRow ? completeOwnRow(recorder, file) : completeRow(recorder, file);
  return {
    begin: beginRows(step, recorder),
    before: (statement) => (ownLedgerRows.includes(statement) ? withdrawRow(recorder, file) : null),
    reached: (statementsDone) => reached(recorder, file, done + statementsDone),
    complete: [reached(recorder, file, done + script.statements.length), ...complete],
    fail: (statementsDone, message) => failRow(recorder, file, done + statementsDone, message),
    failure: (message) => failureHistory(recorder, file, message),
  };
}

function downRecord(step: Step, recorder: Recorder): StepRecord {
  const { file, takesBack: row, source, resumes } = step;
  const taken = { file, row, checksum: checksumOf(source) };
  const done = resumes?.done ?? 0;
  return {
    begin: resumes === null ? [takeRowForNow(recorder, taken)] : beginRows(step, recorder),
    before: () => null,
    reached: (statementsDone) => reachedBack(recorder, taken, done + statementsDone),
    complete: completeBack(recorder, taken),
    fail: (statementsDone, message) => failBack(recorder, taken, done + statementsDone, message),
    failure: (message) => rollbackFailureHistory(recorder, file, message),
  };
}
