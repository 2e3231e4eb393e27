import { REMEMBER_START, type Recorder } from "../ledger/record.ts";
import { rollbackHistory, takeRow } from "../ledger/record-down.ts";
import type { Step } from "../plan/plan.ts";
import { checksumOf } from "../plan/unfinished.ts";
import { own, type Part, partOf } from "./part.ts";
import { ownIdentity, type RunSettings, transactionSettings } from "./session-settings.ts";

/** What of a run it is executed with. */
interface Frame {
  readonly recorder: Recorder;
  readonly settings: RunSettings;
}

/**
 * Everything that is sent for one transactional way back, in order, its clean-up aside: its row is taken off the record
 * first, and the history is written last, in one transaction with all between.
 */
export function makeDownTransaction(step: Step, { recorder, settings }: Frame): readonly Part[] {
  const { file, script, source, takesBack: row } = step;
  return [
    own("BEGIN"),
    ...transactionSettings(step, settings).map(own),
    own(REMEMBER_START),
    own(takeRow(recorder, { file, row, checksum: checksumOf(source) })),
    ...script.statements.map(partOf),
    ...ownIdentity(settings).map(own),
    own(rollbackHistory(recorder, file)),
    own("COMMIT"),
  ];
}
