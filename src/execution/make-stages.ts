import { canCountInside, ownBlock } from "../files/sql/own-block.ts";
import type { Statement } from "../files/sql/statement.ts";
import { transactionControl } from "../files/sql/transaction-control.ts";
import { isPlainChange } from "../files/sql/transaction-need.ts";
import type { Step } from "../plan/plan.ts";
import { CLEAN_UP, type Execution, makeLedgerTransaction } from "./make-transaction.ts";
import { own, type Part, partOf } from "./part.ts";
import { isConcurrent, resumeStages } from "./resume-stages.ts";
import {
  ownIdentity,
  ownIdentityForNow,
  type RunSettings,
  sessionSettings,
  UNFLUSHED,
  UNLIMITED,
} from "./session-settings.ts";
import { type StepRecord, stepRecord } from "./step-record.ts";

/** A piece of what is sent for a file that runs outside a transaction, with at most one of its statements. */
export interface Stage {
  readonly parts: readonly Part[];
  /** Statements of the file that are done when this one begins. */
  readonly statementsDone: number;
  /** True when the ledger has the file as `running` by then. */
  readonly isRecorded: boolean;
  /** alone: a message of its own · joined: transactions of their own, which may share a message with joined neighbours. */
  readonly message: "alone" | "joined";
  /** Index of the part with which the ledger has the step as done; null: it does not come here. */
  readonly completedBy: number | null;
}

/**
 * What is sent for a non-transactional step, in order: the ledger where it is missing; the row `running`; each statement
 * with the count of those done; the row `completed` and a clean session. A statement that does the same in a
 * transaction of its own has its count in it; another is alone in its message, and counted in the next. A transaction of
 * the file's own is counted just before its COMMIT: it is done when all is. A step that goes on has what its session needs
 * before its first statement, and what an earlier run left cleared away.
 */
export function makeStages(step: Step, execution: Execution): readonly Stage[] {
  const { recorder, settings } = execution;
  const { statements } = step.script;
  const record = stepRecord(step, recorder);
  const ledger = makeLedgerTransaction([step], execution);
  const concurrent = statements.map(isConcurrent);
  const limited = sessionSettings(step, settings);
  // What the statement at `index`, or what follows the last, needs to have its own limits where others were set.
  const limits = (index: number) =>
    (concurrent[index] ? UNLIMITED : concurrent[index - 1] ? limited : []).map(own);
  const begin = ["BEGIN", UNFLUSHED, ...record.begin, "COMMIT"].map(own);
  const again = step.resumes === null ? [] : resumeStages(step.resumes, limited);
  const head = [...limited.map(own), ...begin, ...(again.length === 0 ? limits(0) : [])];
  const stages: Stage[] = [
    ...(ledger.length > 0 ? [{ ...JOINED, parts: ledger, statementsDone: 0, isRecorded: false }] : []),
    { ...JOINED, parts: head, statementsDone: 0, isRecorded: false },
    ...again,
    ...(again.length > 0 && limits(0).length > 0 ? [{ ...JOINED, parts: limits(0), statementsDone: 0 }] : []),
  ];
  let openSince: number | null = null;
  for (const [index, statement] of statements.entries()) {
    const begunBefore = openSince;
    openSince = transactionAfter(statement, openSince, index);
    const isLast = index === statements.length - 1;
    const isCountedInside = begunBefore !== null && endsCounted(statements, begunBefore, index);
    const here = { record, statement, index, begunBefore, openSince, isCountedInside, isLast };
    stages.push(...statementStages(here, settings, limits(index + 1)));
  }
  if (stages.some(({ completedBy }) => completedBy !== null)) return stages;
  const complete = ["BEGIN", ...ownIdentity(settings), ...record.complete, "COMMIT"].map(own);
  const parts = [...limits(statements.length), ...complete];
  return [...stages, completing(parts, statements.length)];
}

const ALONE = { message: "alone", completedBy: null, isRecorded: true } as const;
const JOINED = { ...ALONE, message: "joined" } as const;

/** `parts`, whose last one is the COMMIT that completes the step, and a clean session. */
function completing(parts: readonly Part[], statementsDone: number): Stage {
  return { ...JOINED, parts: [...parts, ...CLEAN_UP], statementsDone, completedBy: parts.length - 1 };
}

/** Index of the BEGIN of the file's own transaction that is open after `statement`; null: none is. */
function transactionAfter(statement: Statement, openSince: number | null, index: number): number | null {
  const control = transactionControl(statement);
  if (control === null || control === "modes") return openSince;
  if (control === "begin" || control === "begin-with-modes") return openSince ?? index;
  return control === "chain" ? index : null;
}

/** True where `index` is the COMMIT of the file's own transaction that `begin` opens, and our row can be written before it. */
function endsCounted(statements: readonly Statement[], begin: number, index: number): boolean {
  const control = transactionControl(statements[index] as Statement);
  return control === "commit" && canCountInside(ownBlock(statements, begin));
}

interface Place {
  readonly record: StepRecord;
  readonly statement: Statement;
  readonly index: number;
  /** Index of the BEGIN of the file's own transaction that is open before and after the statement; null: none is. */
  readonly begunBefore: number | null;
  readonly openSince: number | null;
  /** True for the COMMIT of such a transaction where our row can be written inside it. */
  readonly isCountedInside: boolean;
  /** True: what follows says that all is done. */
  readonly isLast: boolean;
}

/** The statement and its count, and after it `limits` for the next. */
function statementStages(place: Place, settings: RunSettings, limits: readonly Part[]): readonly Stage[] {
  const { record, statement, index, begunBefore, openSince, isCountedInside, isLast } = place;
  const part = partOf(statement, index);
  const withdrawal = record.before(index);
  const withdraw = withdrawal === null ? [] : [own(withdrawal)];
  const statementsDone = begunBefore ?? index;
  if (openSince !== null) return [{ ...ALONE, parts: [...withdraw, part], statementsDone }];
  const reached = own(record.reached(index + 1));
  const identity = ownIdentityForNow(settings).map(own);
  if (isCountedInside) {
    // With the file's own COMMIT: what is counted is committed, and the other way round.
    const parts = [...identity, ...(isLast ? record.complete.map(own) : [reached]), part];
    return [
      isLast ? completing(parts, statementsDone) : { ...ALONE, parts: [...parts, ...limits], statementsDone },
    ];
  }
  if (withdraw.length > 0) {
    // In one transaction with the withdrawal of our row, so that the ledger never says too much.
    const parts = [own("BEGIN"), ...withdraw, part, reached, own("COMMIT"), ...limits];
    return [{ ...JOINED, parts, statementsDone }];
  }
  if (begunBefore === null && isPlainChange(statement)) {
    const inOne = (...record: readonly Part[]) => [own("BEGIN"), part, ...identity, ...record, own("COMMIT")];
    if (isLast) return [completing(inOne(...record.complete.map(own)), statementsDone)];
    return [{ ...JOINED, parts: [...inOne(reached), ...limits], statementsDone }];
  }
  const alone = { ...ALONE, parts: [part], statementsDone };
  if (isLast) return [alone];
  const count = [own("BEGIN READ WRITE"), own(UNFLUSHED), ...identity, reached, own("COMMIT")];
  return [alone, { ...JOINED, parts: [...count, ...limits], statementsDone: index + 1 }];
}
