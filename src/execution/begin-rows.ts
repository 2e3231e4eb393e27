import { beginRow, type Recorder } from "../ledger/record.ts";
import { replaceRow } from "../ledger/replace-row.ts";
import type { Step } from "../plan/plan.ts";

/**
 * Statements that put the row `running` on record, in the transaction that must hold them all: the row that a
 * repeatable migration replaces goes first, so that of two racers one runs it.
 */
export function beginRows({ file, replaces, script }: Step, recorder: Recorder): readonly string[] {
  const row = beginRow(recorder, file, script.mode === "transaction" ? null : 0);
  return replaces === null ? [row] : [replaceRow(recorder, replaces), row];
}
