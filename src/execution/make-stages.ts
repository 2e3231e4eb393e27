import type { Statement } from "../files/sql/statement.ts";
import { beginRow, completeOwnRow, completeRow, reachedRow, withdrawRow } from "../ledger/record.ts";
import type { Step } from "../plan/plan.ts";
import { CLEAN_UP, type Execution, makeLedgerTransaction } from "./make-transaction.ts";
import { own, type Part } from "./part.ts";
import { ownIdentity, sessionSettings, UNLIMITED } from "./session-settings.ts";

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
 * `completed`; a clean session.
 */
export function makeStages(step: Step, execution: Execution): readonly Stage[] {
  const { recorder, settings } = execution;
  const { file, script } = step;
  const total = script.statements.length;
  const complete =
    script.ownLedgerRows.length > 0 ? completeOwnRow(recorder, file) : completeRow(recorder, file);
  const ledger = makeLedgerTransaction([step], execution);
  return [
    ...(ledger.length > 0 ? [{ parts: ledger, statementsDone: 0, isRecorded: false }] : []),
    stage(sessionSettings(step, settings), 0, false),
    stage(["BEGIN", beginRow(recorder, file), reachedRow(recorder, file, 0), "COMMIT"], 0, false),
    ...script.statements.flatMap((statement, index) => statementStages(step, statement, index, execution)),
    stage(["BEGIN", ...ownIdentity(settings), complete, "COMMIT"], total),
    { parts: CLEAN_UP, statementsDone: total, isRecorded: true },
  ];
}

function statementStages(
  step: Step,
  statement: Statement,
  index: number,
  execution: Execution,
): readonly Stage[] {
  const { recorder, settings } = execution;
  const part: Part = { sql: statement.sql, copyData: statement.copyData, statement: index };
  const reached = reachedRow(recorder, step.file, index + 1);
  if (step.script.ownLedgerRows.includes(index)) {
    // In one transaction with the withdrawal of our row, so that the ledger never says too much.
    const parts = [own("BEGIN"), own(withdrawRow(recorder, step.file)), part, own(reached), own("COMMIT")];
    return [{ parts, statementsDone: index, isRecorded: true }];
  }
  const alone: Stage = { parts: [part], statementsDone: index, isRecorded: true };
  if (!isConcurrent(statement)) return [alone, stage([reached], index + 1)];
  return [stage(UNLIMITED, index), alone, stage([reached, ...sessionSettings(step, settings)], index + 1)];
}

const isConcurrent = (statement: Statement): boolean =>
  statement.tokens.some(({ kind, text }) => kind === "word" && text === "concurrently");

function stage(sql: readonly string[], statementsDone: number, isRecorded = true): Stage {
  return { parts: sql.map(own), statementsDone, isRecorded };
}
