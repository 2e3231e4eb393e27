import { makeTokens } from "../files/sql/make-tokens.ts";
import type { Statement } from "../files/sql/statement.ts";
import { transactionControl } from "../files/sql/transaction-control.ts";
import type { Step } from "../plan/plan.ts";
import { CLEAN_UP, type Execution, makeLedgerTransaction } from "./make-transaction.ts";
import { own, type Part, partOf } from "./part.ts";
import { ownIdentity, ownIdentityForNow, sessionSettings, UNLIMITED } from "./session-settings.ts";
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
 * statement alone in its message, its limits set before it and the count of those done written after it; the row
 * `completed`; a clean session. Inside a transaction of the file's own nothing is counted: it is done when all is.
 */
export function makeStages(step: Step, execution: Execution): readonly Stage[] {
  const { recorder, settings } = execution;
  const { script } = step;
  const total = script.statements.length;
  const record = stepRecord(step, recorder);
  const ledger = makeLedgerTransaction([step], execution);
  const stages: Stage[] = [
    ...(ledger.length > 0 ? [{ parts: ledger, statementsDone: 0, isRecorded: false }] : []),
    stage(sessionSettings(step, settings), 0, false),
    stage(["BEGIN", ...record.begin, "COMMIT"], 0, false),
  ];
  let openSince: number | null = null;
  for (const [index, statement] of script.statements.entries()) {
    const begunBefore = openSince;
    openSince = transactionAfter(statement, openSince, index);
    stages.push(...statementStages({ step, record, statement, index, begunBefore, openSince }, execution));
  }
  return [
    ...stages,
    stage(["BEGIN", ...ownIdentity(settings), record.complete, "COMMIT"], total),
    { parts: CLEAN_UP, statementsDone: total, isRecorded: true },
  ];
}

/** Index of the BEGIN of the file's own transaction that is open after `statement`; null: none is. */
function transactionAfter(statement: Statement, openSince: number | null, index: number): number | null {
  const control = transactionControl(statement);
  if (control === null || control === "modes") return openSince;
  if (control === "begin" || control === "begin-with-modes") return openSince ?? index;
  return control === "chain" ? index : null;
}

interface Place {
  readonly step: Step;
  readonly record: StepRecord;
  readonly statement: Statement;
  readonly index: number;
  /** Index of the BEGIN of the file's own transaction that is open before and after the statement; null: none is. */
  readonly begunBefore: number | null;
  readonly openSince: number | null;
}

function statementStages(place: Place, { settings }: Execution): readonly Stage[] {
  const { step, record, statement, index, begunBefore, openSince } = place;
  const part = partOf(statement, index);
  const withdrawal = record.before(index);
  const withdraw = withdrawal === null ? [] : [own(withdrawal)];
  const statementsDone = begunBefore ?? index;
  if (openSince !== null) return [{ parts: [...withdraw, part], statementsDone, isRecorded: true }];
  const reached = record.reached(index + 1);
  if (withdraw.length > 0) {
    // In one transaction with the withdrawal of our row, so that the ledger never says too much.
    const parts = [own("BEGIN"), ...withdraw, part, own(reached), own("COMMIT")];
    return [{ parts, statementsDone, isRecorded: true }];
  }
  const count = ["BEGIN READ WRITE", ...ownIdentityForNow(settings), reached, "COMMIT"];
  const alone: Stage = { parts: [part], statementsDone, isRecorded: true };
  if (!isConcurrent(statement)) return [alone, stage(count, index + 1)];
  return [stage(UNLIMITED, index), alone, stage([...count, ...sessionSettings(step, settings)], index + 1)];
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
