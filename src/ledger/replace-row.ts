import { ledgerTable, literal } from "../database/quote.ts";
import type { LedgerRow } from "./ledger.ts";
import type { Recorder } from "./record.ts";
import { ROW_GONE } from "./row-gone.ts";

/**
 * DELETE of exactly `row`, as it was planned, before a repeatable migration writes its new one in the same transaction.
 * Raises ROW_GONE where it is not there so: another run has replaced it, and this one must not run the file again.
 */
export function replaceRow(recorder: Recorder, row: LedgerRow): string {
  const body = `BEGIN DELETE FROM ${ledgerTable(recorder.ledger)} WHERE version = ${literal(row.version)} AND checksum IS NOT DISTINCT FROM ${literal(row.checksum)};
  IF NOT FOUND THEN RAISE SQLSTATE '${ROW_GONE}' USING MESSAGE = 'the row that this migration was to replace is gone'; END IF; END`;
  return `DO ${literal(body)}`;
}
