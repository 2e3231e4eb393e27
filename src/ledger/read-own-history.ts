import { historyTable, literal } from "../database/quote.ts";
import type { Session } from "../database/session.ts";
import { firstHistoryId, lastHistoryId } from "./history-id.ts";
import type { Ledger } from "./ledger.ts";
import { readFirst } from "./reading.ts";
import type { Recorder } from "./record.ts";

/** What a run has completed: versions as files have them. */
export interface OwnHistory {
  readonly applied: ReadonlySet<string>;
  readonly takenBack: ReadonlySet<string>;
}

/**
 * What the history, of which `ledger` says whether it is there, has of the run of `recorder` and of no other; null where
 * a run's rows cannot be told from those of others.
 */
export async function readOwnHistory(
  session: Session,
  recorder: Recorder,
  ledger: Ledger,
  role: string | null,
): Promise<OwnHistory | null> {
  if (!recorder.choosesHistoryIds) return null;
  const isThere = ledger.historyColumns.size > 0;
  const query = `SELECT h.version, h.action FROM ${historyTable(recorder.ledger)} h
WHERE h.id BETWEEN ${literal(firstHistoryId(recorder.runMark))} AND ${literal(lastHistoryId(recorder.runMark))} AND h.status = 'completed'`;
  const rows = isThere ? await readFirst(session, query, recorder.ledger, role) : [];
  const versionsOf = (isWanted: (action: unknown) => boolean) =>
    new Set(rows.filter((row) => isWanted(row["action"])).map((row) => String(row["version"])));
  return {
    applied: versionsOf((action) => action !== "rollback"),
    takenBack: versionsOf((action) => action === "rollback"),
  };
}
