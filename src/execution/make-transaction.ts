import { historyColumnsFor } from "../ledger/columns.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { completeLedgerDdl, makeLedgerDdl } from "../ledger/make-ledger-ddl.ts";
import { completeOwnRow, completeRow, REMEMBER_START, type Recorder, withdrawRow } from "../ledger/record.ts";
import type { Step } from "../plan/plan.ts";
import { beginRows } from "./begin-rows.ts";
import { makeDownTransaction } from "./make-down-transaction.ts";
import { own, type Part, partOf } from "./part.ts";
import {
  ownIdentity,
  RESET_SESSION,
  type RunSettings,
  transactionSettings,
  UNFLUSHED,
} from "./session-settings.ts";

/** What every migration of a run is executed with: the same on the site and on the target. */
export interface Execution {
  readonly recorder: Recorder;
  readonly settings: RunSettings;
  /** As it was read before the run. */
  readonly ledger: Ledger;
}

/**
 * Everything that is sent for one transactional migration, in order: its own transaction with its ledger row first,
 * then a transaction that undoes what the file left in the session. A file that makes the ledger itself has the rest
 * of it made, and its row written, at the end.
 */
export function makeTransaction(step: Step, execution: Execution): readonly Part[] {
  if (step.direction === "down") return makeDownTransaction(step, execution);
  const { script, file } = step;
  const { recorder, settings } = execution;
  const makesLedger = script.createsLedger !== null && execution.ledger.state === "absent";
  const hasOwnRow = makesLedger || script.ownLedgerRows.length > 0;
  const row = makesLedger ? [] : beginRows(step, recorder);
  const history = historyColumnsFor(recorder.backup);
  const ledgerDdl = makesLedger
    ? [QUIETLY, ...completeLedgerDdl(execution.ledger, recorder.ledger, history)]
    : [];
  return [
    own("BEGIN"),
    ...transactionSettings(step, settings).map(own),
    ...(hasOwnRow ? [own(REMEMBER_START)] : []),
    ...row.map(own),
    ...fileParts(step, hasOwnRow && !makesLedger ? withdrawRow(recorder, file) : null),
    ...ownIdentity(settings).map(own),
    ...ledgerDdl.map(own),
    ...(hasOwnRow ? completeOwnRow(recorder, file) : completeRow(recorder, file)).map(own),
    own("COMMIT"),
  ];
}

/** The server would say of every part of the ledger that the file has made already that it skips it. */
const QUIETLY = "SET LOCAL client_min_messages = warning";

/**
 * A statement_timeout that ALTER ROLE has set for the application's queries would end what has much to clear away. Set before
 * all is reset: what is set locally after a RESET counts at COMMIT as set for the session. Source: PostgreSQL, guc.c, AtEOXact_GUC.
 */
const NO_TIME_LIMIT = "SET LOCAL statement_timeout = 0";

/** Parts that undo what a file can leave in its session, as a transaction of their own. */
export const CLEAN_UP: readonly Part[] = ["BEGIN", NO_TIME_LIMIT, ...RESET_SESSION, "COMMIT"].map(own);

/** The transaction that makes the ledger whole; empty when nothing is missing or the first file will make it. */
export function makeLedgerTransaction(steps: readonly Step[], execution: Execution): readonly Part[] {
  const { ledger, recorder, settings } = execution;
  const first = steps[0];
  const isWhole = recorder.backup === null || ledger.historyColumns.has("backup");
  if (first === undefined || (ledger.state === "ours" && isWhole)) return [];
  if (ledger.state === "absent" && first.script.createsLedger !== null) return [];
  const ddl = makeLedgerDdl(ledger, recorder.ledger, historyColumnsFor(recorder.backup));
  if (ddl.length === 0) return [];
  const set = [UNFLUSHED, ...transactionSettings(first, settings)];
  return ["BEGIN", ...set, ...ddl, "COMMIT"].map(own);
}

/** The file's statements; `withdraw` goes before the first of them that inserts the file's own row. */
function fileParts(step: Step, withdraw: string | null): readonly Part[] {
  const firstOwnRow = step.script.ownLedgerRows[0];
  return step.script.statements.flatMap((statement, index) => {
    const part = partOf(statement, index);
    return withdraw !== null && index === firstOwnRow ? [own(withdraw), part] : [part];
  });
}
