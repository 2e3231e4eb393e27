import { makeTokens } from "../files/sql/make-tokens.ts";
import type { Statement } from "../files/sql/statement.ts";
import { transactionControl } from "../files/sql/transaction-control.ts";
import type { Step } from "../plan/plan.ts";
import { CLEAN_UP, type Execution, makeLedgerTransaction } from "./make-transaction.ts";
import { own, type Part, partOf } from "./part.ts";
import {
  ownIdentity,
  ownIdentityForNow,
  type RunSettings,
  sessionSettings,
  UNLIMITED,
} from "./session-settings.ts";
import { type StepRecord, stepRecord } from "./step-record.ts";

/** One message of a file that runs outside a transaction. */
export interface Stage {
  readonly parts: readonly Part[];
  /** Statements of the file that are done when this message is sent. */
  readonly statementsDone: number;
  /** True when the ledger has the file as `running` by then. */
  readonly isRecorded: boolean;
}

/**
 * The messages of a non-transactional step, in order: the ledger where it is missing; the row `running`; each
 * statement alone in its message, and between two of them the count of those done, with the limits of the next; the row
 * `completed` and a clean session. Inside a transaction of the file's own nothing is counted: it is done when all is.
 */
export function makeStages(step: Step, execution: Execution): readonly Stage[] {
  const { recorder, settings } = execution;
  const { statements } = step.script;
  const total = statements.length;
  const record = stepRecord(step, recorder);
  const ledger = makeLedgerTransaction([step], execution);
  const limits = (index: number) => limitsBefore(step, index, settings);
  const stages: Stage[] = [
    ...(ledger.length > 0 ? [{ parts: ledger, statementsDone: 0, isRecorded: false }] : []),
    stage(
      [...sessionSettings(step, settings), "BEGIN", UNFLUSHED, ...record.begin, "COMMIT", ...limits(0)],
      0,
      false,
    ),
  ];
  let openSince: number | null = null;
  for (const [index, statement] of statements.entries()) {
    const begunBefore = openSince;
    openSince = transactionAfter(statement, openSince, index);
    const place = { record, statement, index, begunBefore, openSince, isLast: index === total - 1 };
    stages.push(...statementStages(place, settings, limits(index + 1)));
  }
  const complete = [...limits(total), "BEGIN", ...ownIdentity(settings), record.complete, "COMMIT"].map(own);
  return [...stages, { parts: [...complete, ...CLEAN_UP], statementsDone: total, isRecorded: true }];
}

/**
 * Of what only says how far a file came: its COMMIT does not wait for the disk. What the next statement leaves there
 * comes after it in the log, so that the ledger says at most too little, never too much.
 */
const UNFLUSHED = "SET LOCAL synchronous_commit = off";

/** What is set so that the statement at `index`, or what follows the last, has its own limits where others were set. */
function limitsBefore(step: Step, index: number, settings: RunSettings): readonly string[] {
  const [before, at] = [step.script.statements[index - 1], step.script.statements[index]];
  if (at !== undefined && isConcurrent(at)) return UNLIMITED;
  return before !== undefined && isConcurrent(before) ? sessionSettings(step, settings) : [];
}

/** Index of the BEGIN of the file's own transaction that is open after `statement`; null: none is. */
function transactionAfter(statement: Statement, openSince: number | null, index: number): number | null {
  const control = transactionControl(statement);
  if (control === null || control === "modes") return openSince;
  if (control === "begin" || control === "begin-with-modes") return openSince ?? index;
  return control === "chain" ? index : null;
}

interface Place {
  readonly record: StepRecord;
  readonly statement: Statement;
  readonly index: number;
  /** Index of the BEGIN of the file's own transaction that is open before and after the statement; null: none is. */
  readonly begunBefore: number | null;
  readonly openSince: number | null;
  /** True: what follows says that all is done. */
  readonly isLast: boolean;
}

/** The statement's message, and one that counts it and sets `limits` for the next. */
function statementStages(place: Place, settings: RunSettings, limits: readonly string[]): readonly Stage[] {
  const { record, statement, index, begunBefore, openSince, isLast } = place;
  const part = partOf(statement, index);
  const withdrawal = record.before(index);
  const withdraw = withdrawal === null ? [] : [own(withdrawal)];
  const statementsDone = begunBefore ?? index;
  if (openSince !== null) return [{ parts: [...withdraw, part], statementsDone, isRecorded: true }];
  const reached = record.reached(index + 1);
  if (withdraw.length > 0) {
    // In one transaction with the withdrawal of our row, so that the ledger never says too much.
    const parts = [own("BEGIN"), ...withdraw, part, own(reached), own("COMMIT"), ...limits.map(own)];
    return [{ parts, statementsDone, isRecorded: true }];
  }
  const alone: Stage = { parts: [part], statementsDone, isRecorded: true };
  if (isLast) return [alone];
  const count = ["BEGIN READ WRITE", UNFLUSHED, ...ownIdentityForNow(settings), reached, "COMMIT"];
  return [alone, stage([...count, ...limits], index + 1)];
}

/** Far behind the place where CONCURRENTLY can stand; an INSERT of megabytes has millions. */
const CONCURRENT_TOKENS = 64;

const isConcurrent = (statement: Statement): boolean =>
  makeTokens(statement.head, CONCURRENT_TOKENS).some(
    ({ kind, text }) => kind === "word" && text === "concurrently",
  );

function stage(sql: readonly string[], statementsDone: number, isRecorded = true): Stage {
  return { parts: sql.map(own), statementsDone, isRecorded };
}
