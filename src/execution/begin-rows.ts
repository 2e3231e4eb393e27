import { beginRow, type Recorder } from "../ledger/record.ts";
import { resumeRow } from "../ledger/record-resume.ts";
import { replaceRow } from "../ledger/replace-row.ts";
import type { Step } from "../plan/plan.ts";

/**
 * Statements that put the row `running` on record, in the transaction that must hold them all: the row that a
 * repeatable migration replaces goes first, so that of two racers one runs it. One that an earlier run left is taken up again.
 */
export function beginRows(step: Step, recorder: Recorder): readonly string[] {
  const { file, replaces, script, resumes, direction } = step;
  if (resumes !== null) {
    const { row, done, remark } = resumes;
    return resumeRow(recorder, { file, row, direction, statementsDone: done, remark });
  }
  const row = beginRow(recorder, file, script.mode === "transaction" ? null : 0);
  return replaces === null ? [row] : [replaceRow(recorder, replaces), row];
}
